using System.Text;

namespace Agents.Testing;

/// <summary>
/// What a test expects of streams. Each reads to the end of the invocation; of a node, that is its first. They throw
/// <see cref="AgentAssertionException"/>.
/// </summary>
public static class StreamAssertions
{
    /// <summary>Expects the chunks of the last attempt, whatever became of it.</summary>
    /// <typeparam name="T">The type of the chunks.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="expected">
    /// All chunks in their order: each equal by its own equality or, within a test host, as JSON, for values of the same type.
    /// </param>
    public static Task ShouldStreamAsync<T>(this NodeStream<T> stream, params IReadOnlyList<T> expected) =>
        Require(stream).StreamAsync().ShouldStreamAsync(expected);

    /// <inheritdoc cref="ShouldStreamAsync{T}(NodeStream{T}, IReadOnlyList{T})"/>
    public static async Task ShouldStreamAsync<T>(this ChunkStream<T> stream, params IReadOnlyList<T> expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var read = await ReadStream<T>.OfAsync(stream);
        var same = CountSame(read.Chunks, expected);
        if (same < Math.Max(read.Chunks.Count, expected.Count))
            throw new AgentAssertionException(Difference(read, expected, same));
    }

    /// <summary>Expects that a new attempt began so and so often.</summary>
    /// <typeparam name="T">The type of the chunks.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="times">How often.</param>
    public static Task ShouldResetAsync<T>(this NodeStream<T> stream, int times) => Require(stream).StreamAsync().ShouldResetAsync(times);

    /// <inheritdoc cref="ShouldResetAsync{T}(NodeStream{T}, int)"/>
    public static async Task ShouldResetAsync<T>(this ChunkStream<T> stream, int times)
    {
        var read = await ReadStream<T>.OfAsync(stream);
        if (stream.ResetCount != times)
            throw new AgentAssertionException($"Expected {times} resets of {read.Name}, but there were {stream.ResetCount}; it {read.End}.");
    }

    /// <summary>Expects that the invocation completes.</summary>
    /// <typeparam name="T">The type of the chunks.</typeparam>
    /// <param name="stream">The stream.</param>
    public static Task ShouldCompleteAsync<T>(this NodeStream<T> stream) => Require(stream).StreamAsync().ShouldCompleteAsync();

    /// <inheritdoc cref="ShouldCompleteAsync{T}(NodeStream{T})"/>
    public static Task ShouldCompleteAsync<T>(this ChunkStream<T> stream) =>
        ShouldEndAsync(stream, "complete", static outcome => outcome.Status is RunStatus.Completed);

    /// <summary>Expects that the invocation fails.</summary>
    /// <typeparam name="T">The type of the chunks.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="code">One of <see cref="FailureCodes"/>.</param>
    public static Task ShouldFailAsync<T>(this NodeStream<T> stream, string code) => Require(stream).StreamAsync().ShouldFailAsync(code);

    /// <inheritdoc cref="ShouldFailAsync{T}(NodeStream{T}, string)"/>
    public static Task ShouldFailAsync<T>(this ChunkStream<T> stream, string code) =>
        ShouldEndAsync(stream, $"fail with code '{code}'", outcome => outcome.Failure?.Code == code);

    /// <summary>Expects that the invocation is canceled.</summary>
    /// <typeparam name="T">The type of the chunks.</typeparam>
    /// <param name="stream">The stream.</param>
    public static Task ShouldBeCanceledAsync<T>(this NodeStream<T> stream) => Require(stream).StreamAsync().ShouldBeCanceledAsync();

    /// <inheritdoc cref="ShouldBeCanceledAsync{T}(NodeStream{T})"/>
    public static Task ShouldBeCanceledAsync<T>(this ChunkStream<T> stream) =>
        ShouldEndAsync(stream, "be canceled", static outcome => outcome.Status is RunStatus.Canceled);

    private static async Task ShouldEndAsync<T>(ChunkStream<T> stream, string expected, Func<StreamOutcome, bool> holds)
    {
        var read = await ReadStream<T>.OfAsync(stream);
        if (!holds(read.Outcome))
            throw new AgentAssertionException($"Expected {read.Name} to {expected}, but it {read.End}.");
    }

    private static NodeStream<T> Require<T>(NodeStream<T> stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream;
    }

    /// <summary>How many chunks are equal before the first that is not.</summary>
    private static int CountSame<T>(IReadOnlyList<T> found, IReadOnlyList<T> expected)
    {
        var same = 0;
        while (same < expected.Count && same < found.Count && PayloadEquality.AreEqual(found[same], expected[same]))
            same++;
        return same;
    }

    /// <summary>The chunks beside each other, with a mark where they begin to differ.</summary>
    private static string Difference<T>(ReadStream<T> read, IReadOnlyList<T> expected, int same)
    {
        var found = read.Chunks;
        var text = new StringBuilder($"The chunks of {read.Name} differ from index {same} on; it {read.End}.");
        for (var index = Math.Max(0, same - 2); index < Math.Max(expected.Count, found.Count) && index < same + 5; index++)
        {
            text.AppendLine().Append(index == same ? " > " : "   ").Append('[').Append(index).Append("] expected ")
                .Append(At(expected, index)).Append(", found ").Append(At(found, index));
        }

        return text.ToString();
    }

    private static string At<T>(IReadOnlyList<T> list, int index) => index < list.Count ? RunDescription.Show(list[index]) : "nothing";
}

namespace Agents.Testing;

/// <summary>A stream that was read to its end.</summary>
/// <param name="Invocation">The invocation; null if there was none.</param>
/// <param name="Chunks">The chunks of the last attempt.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record ReadStream<T>(InvocationId? Invocation, IReadOnlyList<T> Chunks, StreamOutcome Outcome)
{
    /// <summary>What is spoken of.</summary>
    public string Name => Invocation is { } known ? $"invocation {known}" : "a node that was never invoked";

    /// <summary>How it ended, after <c>it</c>.</summary>
    public string End => EndDescription.Of(Outcome.Status, Outcome.Failure, Outcome.CancelReason);

    public static async Task<ReadStream<T>> OfAsync(ChunkStream<T> stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var chunks = new List<T>();
        await foreach (var item in stream.ReadItemsAsync())
        {
            switch (item.Kind)
            {
                case StreamItemKind.Chunk:
                    chunks.Add(item.Value!);
                    break;
                case StreamItemKind.Reset:
                    chunks.Clear();
                    break;
                default:
                    return new ReadStream<T>(item.Invocation, chunks, item.Outcome!);
            }
        }

        throw new AgentAssertionException($"The stream of {stream.Invocation?.ToString() ?? "a node"} ended without an end item.");
    }
}

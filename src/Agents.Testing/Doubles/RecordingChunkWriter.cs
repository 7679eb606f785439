namespace Agents.Testing;

/// <summary>A chunk writer that keeps what a node writes, for calling the node without a runtime. Thread-safe.</summary>
/// <typeparam name="T">The type of the chunks.</typeparam>
public sealed class RecordingChunkWriter<T> : ChunkWriter<T>
{
    private readonly Lock sync = new();
    private readonly List<T> chunks = [];
    private readonly Dictionary<int, Exception> failures = [];
    private int writes;

    /// <summary>The chunks written so far, in their order.</summary>
    public IReadOnlyList<T> Chunks
    {
        get
        {
            lock (sync)
                return [.. chunks];
        }
    }

    /// <summary>Makes one write fail; its chunk is not kept.</summary>
    /// <param name="write">Which write, from 1.</param>
    /// <param name="exception">What it fails with.</param>
    /// <returns>This writer.</returns>
    public RecordingChunkWriter<T> FailAt(int write, Exception exception)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(write, 1);
        ArgumentNullException.ThrowIfNull(exception);
        lock (sync)
            failures[write] = exception;
        return this;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(T chunk, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        lock (sync)
        {
            if (failures.TryGetValue(++writes, out var exception))
                return ValueTask.FromException(exception);
            chunks.Add(chunk);
            return ValueTask.CompletedTask;
        }
    }
}

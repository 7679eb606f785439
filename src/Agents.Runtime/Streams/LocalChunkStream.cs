namespace Agents.Runtime;

/// <summary>The chunks of one invocation of a run in this process.</summary>
/// <param name="slot">The node's streams.</param>
/// <param name="ordinal">The invocation; null for the first.</param>
/// <param name="options">How to read.</param>
/// <param name="start">Where to start, if that is settled before an enumeration begins.</param>
internal sealed class LocalChunkStream<T>(NodeSlot<T> slot, int? ordinal, StreamOptions? options, ReadStart? start = null)
    : ChunkStream<T>
{
    public override InvocationId? Invocation => ordinal is { } known ? new InvocationId(slot.Run.Id, known) : Find()?.Id;

    public override int ResetCount => Find()?.ResetCount ?? 0;

    public override IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        ChildWait.Of(slot.Run, new ChunkReader<T>(slot, ordinal, Start(), options, cancellationToken));

    public override IAsyncEnumerable<StreamItem<T>> ReadItemsAsync() =>
        new Sequence<StreamItem<T>>(slot.Run, token => new ItemReader<T>(slot, ordinal, Start(), options, token));

    private ReadStart Start() => start ?? ReadStart.Of(slot.Run, options);

    private InvocationStream<T>? Find()
    {
        lock (slot.Run.Gate)
            return slot.Find(ordinal);
    }
}

/// <summary>A sequence of something of a run, of which each enumeration is a reader of its own.</summary>
internal sealed class Sequence<T>(Run run, Func<CancellationToken, IAsyncEnumerator<T>> read) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        ChildWait.Of(run, read(cancellationToken));
}

namespace Agents.Runtime;

/// <summary>The enumeration of a node's invocations, as each comes to be.</summary>
internal sealed class InvocationsReader<T>(
    NodeSlot<T> slot, ReadStart start, StreamOptions? options, CancellationToken cancellationToken)
    : LogWaiter(slot.Run, cancellationToken), IAsyncEnumerator<ChunkStream<T>>
{
    private int next;
    private bool isDone;

    public ChunkStream<T> Current { get; private set; } = null!;

    protected override Advance TryAdvance()
    {
        if (isDone)
            return Advance.End;
        var end = Run.End;
        lock (Run.Gate)
        {
            while (next < slot.Count)
            {
                var stream = slot[next++];
                if (start.After > 0 && stream.EndAt(start.After) is not null)
                    continue;
                Current = new LocalChunkStream<T>(slot, stream.Ordinal, options, start);
                return Advance.Item;
            }
        }

        if (end is null)
            return Advance.Nothing;
        isDone = true;
        end.ThrowUnlessCompleted(Run.Id);
        return Advance.End;
    }

    protected override WaiterList? FindListUnlessNews() => next < slot.Count || Run.HasEnded ? null : slot;
}

namespace Agents.Runtime;

/// <summary>The enumeration of the chunks of all invocations of a node, in the order of the log.</summary>
internal sealed class AllChunksReader<T>(
    NodeSlot<T> slot, uint after, bool committed, CancellationToken cancellationToken)
    : LogReader(slot.Run, after, cancellationToken), IAsyncEnumerator<Chunk<T>>
{
    private AttemptStream<T>? source;
    private int next;
    private int end;
    private bool isDone;

    public Chunk<T> Current { get; private set; }

    protected override Advance TryAdvance()
    {
        while (!isDone)
        {
            if (source is not null && next < end)
            {
                switch (IsWanted(source))
                {
                    case null:
                        return Advance.Nothing;
                    case true:
                        Current = source.GetChunk(next++);
                        return Advance.Item;
                    default:
                        source = null;
                        break;
                }
            }
            else if (TryTake(out var extent, out var position))
            {
                if (extent.Event.Payload is AttemptStream<T> found && found.Stream.Slot == slot)
                {
                    source = found;
                    next = extent.Event.Argument + (int)(position - extent.Event.Position);
                    end = extent.Event.Argument + (int)(extent.End - extent.Event.Position);
                }
            }
            else if (IsAtEnd)
            {
                isDone = true;
                Run.End!.ThrowUnlessCompleted(Run.Id);
            }
            else
            {
                return Advance.Nothing;
            }
        }

        return Advance.End;
    }

    protected override WaiterList? FindListUnlessNews()
    {
        if (source is not null && next < end)
            return IsWanted(source) is null ? slot : null;
        return HasNews ? null : slot;
    }

    /// <summary>Whether chunks of an attempt are given; null as long as that is open.</summary>
    private bool? IsWanted(AttemptStream<T> attempt)
    {
        if (!committed)
            return true;
        var hasEnded = attempt.Stream.HasEnded;
        if (attempt.Stream.Latest != attempt)
            return false;
        return hasEnded ? attempt.Stream.HasCompleted : null;
    }
}

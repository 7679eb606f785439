namespace Agents.Runtime;

/// <summary>The enumeration of an invocation's chunks, resets and its end.</summary>
internal sealed class ItemReader<T>(
    NodeSlot<T> slot, int? ordinal, ReadStart start, StreamOptions? options, CancellationToken cancellationToken)
    : InvocationReader<T>(slot, ordinal, start, options?.Committed ?? false, cancellationToken), IAsyncEnumerator<StreamItem<T>>
{
    private bool isDone;

    public StreamItem<T> Current { get; private set; }

    protected override Advance TryAdvance()
    {
        if (isDone)
            return Advance.End;
        switch (TakeNext(out _))
        {
            case Look.Nothing:
                return Advance.Nothing;
            case Look.Chunk:
                var index = Next - 1;
                Current = Make(StreamItemKind.Chunk, Attempt!.GetPosition(index), Attempt.GetTicks(index)) with
                {
                    Index = index,
                    Value = Attempt[index],
                };
                return Advance.Item;
            case Look.Reset:
                Current = Make(StreamItemKind.Reset, Attempt!.BegunAt, Attempt.BegunTicks);
                return Advance.Item;
            default:
                isDone = true;
                var end = Ended;
                Current = Make(StreamItemKind.End, end.Position, end.Ticks) with { Outcome = end.Outcome };
                return Advance.Item;
        }
    }

    private StreamItem<T> Make(StreamItemKind kind, uint position, long ticks) => new()
    {
        Kind = kind,
        Invocation = Id,
        Attempt = AttemptNumber,
        Timestamp = new DateTimeOffset(ticks, TimeSpan.Zero),
        Cursor = new Cursor(Run.Id, position),
    };
}

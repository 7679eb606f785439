namespace Agents.Runtime;

/// <summary>Gives updates to a subscription: all there is at once, so that what comes during a callback gathers.</summary>
internal interface IUpdateReader<out TUpdate> : IAsyncDisposable
{
    TUpdate Current { get; }

    /// <summary>Whether the current update is the last.</summary>
    bool IsLast { get; }

    ValueTask<bool> MoveNextAsync();
}

/// <summary>The updates about one invocation.</summary>
internal sealed class UpdateReader<T>(
    NodeSlot<T> slot, int? ordinal, ReadStart start, StreamOptions? options, CancellationToken cancellationToken)
    : InvocationReader<T>(slot, ordinal, start, options?.Committed ?? false, cancellationToken), IUpdateReader<StreamUpdate<T>>
{
    private int newFrom = -1;
    private bool isReset;

    public StreamUpdate<T> Current { get; private set; } = null!;

    public bool IsLast { get; private set; }

    protected override Advance TryAdvance()
    {
        if (IsLast)
            return Advance.End;
        while (true)
        {
            switch (TakeNext(out var given))
            {
                case Look.Chunk:
                    var isMore = newFrom >= 0;
                    if (!isMore)
                        newFrom = Next - 1;
                    Next = Attempt!.Published;
                    if (!isMore)
                        break;
                    // Chunks come faster than they can be gathered: enough for this call.
                    Current = Make(null);
                    return Advance.Item;
                case Look.Reset:
                    // Chunks that were only gathered for this call have been given to nobody.
                    isReset |= newFrom < 0 || newFrom > given.First;
                    newFrom = isReset ? 0 : -1;
                    break;
                case Look.End:
                    IsLast = true;
                    Current = Make(Ended);
                    return Advance.Item;
                default:
                    if (newFrom < 0)
                        return Advance.Nothing;
                    Current = Make(null);
                    return Advance.Item;
            }
        }
    }

    private StreamUpdate<T> Make(StreamEnd? end)
    {
        var from = newFrom < 0 ? Next : newFrom;
        var update = new StreamUpdate<T>
        {
            Invocation = Id,
            Attempt = AttemptNumber,
            All = ChunkView<T>.Of(Attempt, 0, Next),
            New = ChunkView<T>.Of(Attempt, from, Next - from),
            IsReset = isReset,
            ResetCount = Math.Max(AttemptNumber - 1, 0),
            IsComplete = end is not null,
            Outcome = end?.Outcome,
            Cursor = new Cursor(Run.Id, end?.Position ?? (Next > 0 ? Attempt!.GetPosition(Next - 1) : Attempt!.BegunAt)),
        };
        newFrom = -1;
        isReset = false;
        return update;
    }
}

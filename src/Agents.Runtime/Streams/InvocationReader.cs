namespace Agents.Runtime;

/// <summary>What a look at an invocation's stream found.</summary>
internal enum Look
{
    Nothing,

    /// <summary>A chunk: the one before <see cref="InvocationReader{T}.Next"/>.</summary>
    Chunk,

    /// <summary>A newer attempt, after chunks of the older one had been given.</summary>
    Reset,

    End,
}

/// <summary>
/// Reads the stream of one invocation: the newest attempt's chunks, resets, the end. What becomes of them is for the derived
/// readers: items, plain chunks, updates.
/// </summary>
internal abstract class InvocationReader<T>(
    NodeSlot<T> slot, int? ordinal, ReadStart start, bool committed, CancellationToken cancellationToken)
    : LogWaiter(slot.Run, cancellationToken)
{
    /// <summary>The invocation, once there is one.</summary>
    protected InvocationStream<T>? Stream { get; private set; }

    /// <summary>The attempt that is read.</summary>
    protected AttemptStream<T>? Attempt { get; private set; }

    /// <summary>The index of the attempt's next chunk to give.</summary>
    protected int Next { get; set; }

    /// <summary>The index of the attempt's first chunk that is given; those before are not this reader's affair.</summary>
    protected int First { get; private set; }

    /// <summary>How it ended: the invocation or, where there was none, the run.</summary>
    protected StreamEnd Ended => (Stream is { } stream ? stream.End : Run.End)!;

    /// <summary>Whether it ended completed.</summary>
    protected bool HasCompleted => Stream is { } stream ? stream.HasCompleted : Run.HasCompleted;

    protected InvocationId? Id => Stream?.Id;

    protected int AttemptNumber => Attempt?.Attempt ?? 0;

    /// <summary>Looks for what comes next.</summary>
    /// <param name="given">At a reset: what had been given of which attempt.</param>
    protected Look TakeNext(out (AttemptStream<T>? Attempt, int First, int Next) given)
    {
        given = default;
        // Ends are read first: once there is one, the attempts and chunks read after it are all there will be.
        if (Stream is null)
        {
            var hasRunEnded = Run.HasEnded;
            if (!TryEnter())
                return !hasRunEnded ? Look.Nothing : Look.End;
        }

        var hasEnded = Stream!.HasEnded;
        if (committed && !hasEnded)
            return Look.Nothing;
        if (committed && !Stream.HasCompleted)
        {
            Attempt = Stream.Latest;
            Next = First = 0;
            return Look.End;
        }

        if (Stream.Latest is { } latest && latest != Attempt)
        {
            var isReset = Attempt is not null && Next > First && !committed;
            if (isReset)
                given = (Attempt, First, Next);
            Attempt = latest;
            Next = First = 0;
            if (isReset)
                return Look.Reset;
        }

        if (Attempt is not null && Next < Attempt.Published)
        {
            Next++;
            return Look.Chunk;
        }

        return hasEnded ? Look.End : Look.Nothing;
    }

    protected override WaiterList? FindListUnlessNews()
    {
        if (Stream is null)
        {
            if (Run.HasEnded || slot.Find(ordinal) is not null || IsOfAnotherNode())
                return null;
            return ordinal is null ? slot : Run.Waiters;
        }

        if (Stream.HasEnded)
            return null;
        if (!committed && (Stream.Latest != Attempt || (Attempt is not null && Attempt.Published > Next)))
            return null;
        return Stream;
    }

    private bool IsOfAnotherNode() => ordinal is { } wanted && Run.NodeOf(wanted) is { } node && node != slot.Node;

    private bool TryEnter()
    {
        lock (Run.Gate)
        {
            Stream = slot.Find(ordinal);
            if (Stream is null && IsOfAnotherNode())
            {
                throw new ArgumentException(
                    $"Invocation {new InvocationId(Run.Id, ordinal!.Value)} is of node '{Run.NodeOf(ordinal.Value)!.Name}', not of " +
                    $"'{slot.Node.Name}'. Read it from that node's stream.");
            }
        }

        if (Stream is null)
            return false;
        if (start.After > 0)
        {
            Attempt = Stream.LatestAt(start.After);
            Next = Attempt?.CountUpTo(start.After) ?? 0;
            First = start.IsLive ? Next : 0;
        }

        return true;
    }
}

/// <summary>Where a reader starts.</summary>
/// <param name="After">The position it starts after; 0 for the beginning.</param>
/// <param name="IsLive">Whether what lies before was never the reader's affair; else it counts as given.</param>
internal readonly record struct ReadStart(uint After, bool IsLive)
{
    public static ReadStart Of(Run run, StreamOptions? options)
    {
        var from = options?.From ?? default;
        return from.IsLive ? new(run.Log.Position, true) : new(run.CheckCursor(from.Cursor), false);
    }
}

using System.Runtime.CompilerServices;

namespace Agents.Runtime;

/// <summary>The streams of one node in one run, and the readers that wait for any of them. Guarded by the run's lock.</summary>
internal abstract class NodeSlot(Run run, NodeInfo node) : WaiterList
{
    public Run Run { get; } = run;

    public NodeInfo Node { get; } = node;

    /// <summary>An invocation of the node has been recorded.</summary>
    public abstract void AddInvocation(int ordinal);

    /// <summary>An attempt is to begin. Gives its <see cref="ChunkWriter{T}"/>.</summary>
    public abstract void PrepareAttempt(InvocationAttempt attempt, in LogEvent begun);

    /// <summary>An attempt has been recorded to begin.</summary>
    public abstract void BeginAttempt(InvocationAttempt attempt, in LogEvent begun, ref WakeChain wake);

    /// <summary>An invocation has been recorded to end.</summary>
    /// <param name="ended">The event.</param>
    /// <param name="end">What there is to tell of it; null for a completion, of which the event says it all.</param>
    /// <param name="wake">The readers to wake.</param>
    public abstract void EndInvocation(in LogEvent ended, StreamEnd? end, ref WakeChain wake);

    /// <summary>Whether a reader waits, for the node or for one of its invocations. Under the lock.</summary>
    public abstract bool HasReaders { get; }

    /// <summary>The run has ended: whoever still waits is woken.</summary>
    public abstract void EndRun(ref WakeChain wake);

    /// <summary>The host stops: all who wait are woken.</summary>
    public abstract void Halt(ref WakeChain wake);
}

/// <summary>How an invocation or a run ended, with what only this process knows of it.</summary>
internal sealed record StreamEnd(StreamOutcome Outcome, Exception? Exception, uint Position, long Ticks)
{
    /// <summary>Throws what a plain reader is to see, unless the end is a completion.</summary>
    public void ThrowUnlessCompleted(RunId run)
    {
        if (ToException(run) is { } exception)
            throw exception;
    }

    /// <summary>A new exception for each who is to see it, so that stacks do not mix.</summary>
    public Exception? ToException(RunId run) => Outcome.Status switch
    {
        RunStatus.Failed => new AgentFailedException(Outcome.Failure!, Exception),
        RunStatus.Canceled => new AgentCanceledException(run, Outcome.CancelReason!),
        _ => null,
    };
}

/// <inheritdoc/>
internal sealed class NodeSlot<T>(Run run, NodeInfo node, bool allowsNull) : NodeSlot(run, node)
{
    /// <summary>The first, apart: many nodes are invoked once.</summary>
    private InvocationStream<T>? first;
    private InvocationStream<T>[] others = [];
    private int count;

    public bool AllowsNull { get; } = allowsNull;

    /// <summary>How many invocations there are. Read under the lock.</summary>
    public int Count => count;

    /// <summary>An invocation by its place among those of the node. Read under the lock.</summary>
    public InvocationStream<T> this[int index] => index == 0 ? first! : others[index - 1];

    public override bool HasReaders => !IsEmpty || Copy().Any(static stream => !stream.IsEmpty);

    /// <summary>The invocations as they are now, and the position that belongs to it.</summary>
    public InvocationStream<T>[] Capture(out uint position)
    {
        lock (Run.Gate)
        {
            position = Run.Log.Position;
            return Copy();
        }
    }

    public override void AddInvocation(int ordinal)
    {
        var added = new InvocationStream<T>(this, ordinal);
        if (count++ == 0)
        {
            first = added;
            return;
        }

        if (count - 1 > others.Length)
            Array.Resize(ref others, Math.Max(1, others.Length * 2));
        others[count - 2] = added;
    }

    public override void PrepareAttempt(InvocationAttempt attempt, in LogEvent begun) =>
        attempt.Stream = new AttemptStream<T>(attempt, Find(begun.Invocation)!, begun);

    public override void BeginAttempt(InvocationAttempt attempt, in LogEvent begun, ref WakeChain wake)
    {
        var stream = Find(begun.Invocation)!;
        stream.Begin((AttemptStream<T>)attempt.Stream!);
        if (begun.Attempt > 1)
        {
            stream.TakeAll(ref wake);
            TakeAll(ref wake);
        }
    }

    public override void EndInvocation(in LogEvent ended, StreamEnd? end, ref WakeChain wake)
    {
        var stream = Find(ended.Invocation)!;
        if (end is null)
            stream.Complete(ended);
        else
            stream.SetEnd(end);
        stream.TakeAll(ref wake);
        TakeAll(ref wake);
    }

    public override void EndRun(ref WakeChain wake) => TakeAll(ref wake);

    public override void Halt(ref WakeChain wake)
    {
        TakeAll(ref wake);
        foreach (var stream in Copy())
            stream.TakeAll(ref wake);
    }

    /// <summary>The first invocation, or a given one; null as long as there is none. Under the lock.</summary>
    public InvocationStream<T>? Find(int? ordinal)
    {
        if (ordinal is not { } wanted)
            return first;
        var low = 0;
        var high = count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = this[middle];
            if (found.Ordinal == wanted)
                return found;
            if (found.Ordinal < wanted)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    private InvocationStream<T>[] Copy() => first is null ? [] : [first, .. others.AsSpan(0, count - 1)];
}

/// <summary>The stream of one invocation: its attempts, the newest of which counts, and its end.</summary>
internal sealed class InvocationStream<T>(NodeSlot<T> slot, int ordinal) : WaiterList
{
    private AttemptStream<T>? latest;

    /// <summary>The end, as far as it is made: that of a completion only is when somebody asks.</summary>
    private StreamEnd? end;
    private long completedTicks;
    private uint completedAt;
    private volatile bool hasCompleted;

    public NodeSlot<T> Slot { get; } = slot;

    public int Ordinal { get; } = ordinal;

    public InvocationId Id => new(Slot.Run.Id, Ordinal);

    /// <summary>
    /// How many chunks the attempts that have ended wrote. That of the current one counts for itself: what a reader looks at for each chunk
    /// is not to be written for each. Guarded by the run's lock.
    /// </summary>
    public int WrittenBefore { get; set; }

    /// <summary>The newest attempt that has begun. May be read without the lock.</summary>
    public AttemptStream<T>? Latest => Volatile.Read(ref latest);

    /// <summary>Whether the end is recorded; set after the last chunk. May be read without the lock.</summary>
    public bool HasEnded => hasCompleted || Volatile.Read(ref end) is not null;

    /// <summary>Whether that was a completion. May be read without the lock.</summary>
    public bool HasCompleted => hasCompleted;

    /// <summary>The end, once it is recorded. May be read without the lock.</summary>
    public StreamEnd? End => Volatile.Read(ref end) is { } known ? known : hasCompleted ? MakeEnd() : null;

    /// <summary>How often a new attempt has begun.</summary>
    public int ResetCount => Latest is { } attempt ? attempt.Attempt - 1 : 0;

    /// <summary>The attempt that was the newest at a position.</summary>
    public AttemptStream<T>? LatestAt(uint position)
    {
        var attempt = Latest;
        while (attempt is not null && attempt.BegunAt > position)
            attempt = attempt.Previous;
        return attempt;
    }

    /// <summary>The end, if it was recorded at a position or before.</summary>
    public StreamEnd? EndAt(uint position) => End is { } recorded && recorded.Position <= position ? recorded : null;

    public void Begin(AttemptStream<T> attempt)
    {
        attempt.Previous = latest;
        Volatile.Write(ref latest, attempt);
    }

    public void Complete(in LogEvent completed)
    {
        completedAt = completed.Position;
        completedTicks = completed.Ticks;
        hasCompleted = true;
    }

    public void SetEnd(StreamEnd value) => Volatile.Write(ref end, value);

    private StreamEnd MakeEnd()
    {
        var made = new StreamEnd(StreamOutcome.Completed, null, completedAt, completedTicks);
        return Interlocked.CompareExchange(ref end, made, null) ?? made;
    }
}

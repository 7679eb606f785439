namespace Agents.Runtime;

/// <summary>
/// What a run has only with a journal, where its state is ahead of what is recorded: how much of it is stored, how much is not, and who
/// waits for that. Guarded by the run's lock.
/// </summary>
internal sealed class RunStorage
{
    private List<(uint Position, TaskCompletionSource Source)>? waits;
    private volatile AgentHostStoppedException? halt;

    /// <summary>What tells that the host has let go of the run; null while it has not. May be read without the lock.</summary>
    public AgentHostStoppedException? Halt
    {
        get => halt;
        set => halt = value;
    }

    /// <summary>Whether the start is stored: before, nobody is to find the run.</summary>
    public bool IsShown { get; set; }

    /// <summary>How many bytes are decided and not stored.</summary>
    public long UnstoredBytes { get; set; }

    /// <summary>How many bytes the run has, stored or not.</summary>
    public long Bytes { get; set; }

    /// <summary>How many invocations are recorded.</summary>
    public int Invocations { get; private set; }

    /// <summary>The highest ordinal that is recorded, or left to what is taken over.</summary>
    public int LastOrdinal { get; set; }

    /// <summary>How many chunks are recorded.</summary>
    public long Chunks { get; set; }

    /// <summary>
    /// While a run takes over the log of another: what is to be stored with it as one. Nobody else knows the run yet, so that its own
    /// views show it at once.
    /// </summary>
    public List<UnstoredEvent>? Staged { get; set; }

    /// <summary>Invocations that go on only when one of the questions that they have asked is answered or expires.</summary>
    public HashSet<int>? Dormant { get; set; }

    /// <summary>Whether the run is coming back from the journal: nothing follows from its events yet.</summary>
    public bool IsRestoring { get; set; }

    /// <summary>While the run comes back: when the next attempts of its invocations are due, in ticks.</summary>
    public Dictionary<int, (InvocationAttempt Attempt, long Ticks)>? Due { get; set; }

    /// <summary>Questions with a key that are decided and not recorded yet: by whom, by which input, which key.</summary>
    public HashSet<(int Invocation, string Input, string Key)>? Asking { get; set; }

    /// <summary>Counts an invocation that has been recorded.</summary>
    public void AddInvocation(int ordinal)
    {
        Invocations++;
        LastOrdinal = Math.Max(LastOrdinal, ordinal);
    }

    public Task WaitFor(uint position, TaskCreationOptions options)
    {
        var source = new TaskCompletionSource(options);
        (waits ??= []).Add((position, source));
        return source.Task;
    }

    /// <summary>Takes the waits that are over by a position.</summary>
    public void TakeWaits(uint position, ref List<TaskCompletionSource>? over)
    {
        if (waits is null)
            return;
        for (var index = waits.Count - 1; index >= 0; index--)
        {
            if (waits[index].Position > position)
                continue;
            (over ??= []).Add(waits[index].Source);
            waits.RemoveAt(index);
        }

        if (waits.Count == 0)
            waits = null;
    }
}

/// <summary>An event that is decided and not stored yet.</summary>
/// <param name="Run">Whose it is.</param>
/// <param name="Event">The event.</param>
/// <param name="Data">The event as bytes.</param>
internal readonly record struct UnstoredEvent(Run Run, LogEvent Event, byte[] Data)
{
    /// <summary>Whether it is the last of those that one command gave, which are stored as one.</summary>
    public bool IsLast { get; init; }

    /// <summary>Whether the run's own views show it already.</summary>
    public bool IsShown { get; init; }
}

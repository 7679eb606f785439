namespace Agents.Runtime;

/// <summary>What follows from recorded events and is done when the lock is released.</summary>
internal struct Effects
{
    /// <summary>Readers to wake.</summary>
    public WakeChain Wake;

    /// <summary>Attempts whose tokens fire.</summary>
    public List<InvocationAttempt>? Canceled;

    /// <summary>Waits for people that are over, linked.</summary>
    public HumanWait? Waits;

    /// <summary>Children that end with what started them.</summary>
    public List<Run>? Orphans;

    /// <summary>An attempt that waits for its time.</summary>
    public (InvocationAttempt Attempt, long DelayTicks) Retry;

    /// <summary>How the attempt whose command this was ended in the log; <see cref="EventKind.None"/> if it did not.</summary>
    public EventKind AttemptEnd;

    /// <summary>What that attempt failed with.</summary>
    public Exception? AttemptException;

    /// <summary>What looks whether the fold of a scope is finished.</summary>
    public ScopeWatch? Watch;

    /// <summary>A question that was asked: its time runs.</summary>
    public RecordedQuestion? Asked;

    /// <summary>Whether the run has got its first chunk.</summary>
    public bool FirstChunk;

    /// <summary>How many chunks there are, if that is near the end of their budget; else 0.</summary>
    public long ChunkWarning;

    /// <summary>A budget that was warned of.</summary>
    public BudgetUse? Warning;

    /// <summary>Whether the run has ended.</summary>
    public bool Ended;

    /// <summary>New invocations, linked in the order of their ordinals.</summary>
    public InvocationAttempt? Ready { get; private set; }

    public void AddReady(InvocationAttempt attempt)
    {
        // Emissions are linked already; the entry, and an aggregate, stands alone.
        Ready ??= attempt;
    }

    /// <summary>Does all of it; new invocations go to the pool.</summary>
    public readonly void Run(Run run)
    {
        RunButReady(run);
        run.Agent.Host.Executor.ScheduleAll(Ready);
    }

    /// <summary>Does all but to start the new invocations.</summary>
    public readonly void RunButReady(Run run)
    {
        Wake.Wake(run.Agent.Host.Executor);
        if (Canceled is not null)
        {
            foreach (var attempt in Canceled)
                attempt.Signal(StopCause.Canceled);
        }

        if (Orphans is not null)
        {
            foreach (var child in Orphans)
                run.CancelChild(child);
        }

        // Who finds that the question was withdrawn is to know why.
        HumanWait.EndAll(Waits);
        Watch?.Signal();
        if (Asked is not null)
            run.StartExpiry(Asked);
        if (FirstChunk)
            run.Agent.Host.Telemetry.FirstChunkRecorded(run);
        if (Warning is not null)
            run.Agent.Host.Telemetry.BudgetWarned(run, Warning);
        if (ChunkWarning > 0)
            run.Warn(BudgetKind.Chunks, ChunkWarning, run.Plan.Budgets.Chunks);
        if (Retry.Attempt is not null)
            run.StartRetry(Retry.Attempt, Retry.DelayTicks);
        if (Ended)
            run.Agent.Host.Telemetry.RunEnded(run);
    }
}

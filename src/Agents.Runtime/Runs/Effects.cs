namespace Agents.Runtime;

/// <summary>What follows from recorded events and is done when the lock is released.</summary>
internal struct Effects
{
    private RareEffects? rare;

    /// <summary>Readers to wake.</summary>
    public WakeChain Wake;

    /// <summary>How the attempt whose command this was ended in the log; <see cref="EventKind.None"/> if it did not.</summary>
    public EventKind AttemptEnd;

    /// <summary>Whether the run has got its first chunk.</summary>
    public bool FirstChunk;

    /// <summary>Whether telemetry is to be told that the run has ended.</summary>
    public bool TellsEnd;

    /// <summary>Whether those who wait for the result or the end are to be told.</summary>
    public bool Settles;

    /// <summary>New invocations, linked in the order of their ordinals.</summary>
    public InvocationAttempt? Ready { get; private set; }

    /// <summary>What seldom follows.</summary>
    public RareEffects Rare => rare ??= new RareEffects();

    public readonly RareEffects? RareIfAny => rare;

    public void AddReady(InvocationAttempt attempt)
    {
        // Emissions are linked already; the entry, and an aggregate, stands alone.
        Ready ??= attempt;
    }

    /// <summary>Does all of it; new invocations go to the pool.</summary>
    public readonly void Run(Run run)
    {
        RunBeforeReady(run);
        run.Agent.Host.Executor.ScheduleAll(Ready);
        if (Settles)
            run.Settle(isLastAct: false);
    }

    /// <summary>Does all but to start the new invocations, and to tell who waits.</summary>
    public readonly void RunBeforeReady(Run run)
    {
        Wake.Wake(run.Agent.Host.Executor);
        rare?.Run(run);
        if (FirstChunk)
            run.Agent.Host.Telemetry.FirstChunkRecorded(run);
        if (TellsEnd)
            run.Agent.Host.Telemetry.RunEnded(run);
    }
}

namespace Agents.Runtime;

/// <summary>What seldom follows from recorded events; see <see cref="Effects"/>.</summary>
internal sealed class RareEffects
{
    /// <summary>Attempts whose tokens fire.</summary>
    public List<InvocationAttempt>? Canceled { get; set; }

    /// <summary>Waits for people that are over, linked.</summary>
    public HumanWait? Waits;

    /// <summary>Children that end with what started them.</summary>
    public List<Run>? Orphans { get; set; }

    /// <summary>An attempt that waits for its time.</summary>
    public (InvocationAttempt Attempt, long DelayTicks) Retry { get; set; }

    /// <summary>What the attempt whose command this was failed with.</summary>
    public Exception? AttemptException { get; set; }

    /// <summary>What looks whether the fold of a scope is finished.</summary>
    public ScopeWatch? Watch { get; set; }

    /// <summary>A question that was asked: its time runs.</summary>
    public RecordedQuestion? Asked { get; set; }

    /// <summary>How many chunks there are, if that is near the end of their budget; else 0.</summary>
    public long ChunkWarning { get; set; }

    /// <summary>A budget that was warned of.</summary>
    public BudgetUse? Warning { get; set; }

    public void Run(Run run)
    {
        foreach (var attempt in Canceled ?? [])
            attempt.Signal(StopCause.Canceled);
        foreach (var child in Orphans ?? [])
            run.CancelChild(child);

        // Who finds that the question was withdrawn is to know why.
        HumanWait.EndAll(Waits);
        Watch?.Signal();
        if (Asked is not null)
            run.StartExpiry(Asked);
        if (Warning is not null)
            run.Agent.Host.Telemetry.BudgetWarned(run, Warning);
        if (ChunkWarning > 0)
            run.Warn(BudgetKind.Chunks, ChunkWarning, run.Plan.Budgets.Chunks);
        if (Retry.Attempt is not null)
            run.StartRetry(Retry.Attempt, Retry.DelayTicks);
    }
}

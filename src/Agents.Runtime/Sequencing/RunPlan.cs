namespace Agents.Runtime;

/// <summary>What the sequencer of a run must know beside the log: the agent's rules, fixed at the start.</summary>
/// <param name="Attempts">The rule of each node.</param>
/// <param name="GivesResult">Whether any node gives a result.</param>
/// <param name="MaxInvocations">How many invocations the run may have.</param>
internal sealed record RunPlan(AttemptPolicy[] Attempts, bool GivesResult, int MaxInvocations)
{
    /// <summary>The names of the nodes, for messages.</summary>
    public IReadOnlyList<string> NodeNames { get; init; } = [];

    /// <summary>What the run may use by the agent's budgets.</summary>
    public Budgets Budgets { get; init; } = Budgets.None;

    /// <summary>How often in a row an invocation may be interrupted before it counts as the cause.</summary>
    public const int MaxInterruptions = 10;

    /// <summary>The rule of the scopes that each node opens; null for nodes that open none. Empty where no node does.</summary>
    public ScopeRule?[] Scopes { get; init; } = [];
}

/// <summary>How the scopes that a node opens are gathered.</summary>
/// <param name="Aggregate">The index of the aggregate among the agent's nodes.</param>
/// <param name="IsOrdered">Whether items count in the order of a depth-first execution, and not of arrival.</param>
/// <param name="MayFinishEarly">Whether the fold may be finished before all items are there.</param>
/// <param name="OnEarlyFinish">What then becomes of the rest of the scope.</param>
internal sealed record ScopeRule(int Aggregate, bool IsOrdered, bool MayFinishEarly, EarlyFinish OnEarlyFinish)
{
    /// <summary>Whether it makes a difference which item came first.</summary>
    public bool KeepsArrivals => !IsOrdered && MayFinishEarly;
}

/// <summary>How the attempts of a node follow each other.</summary>
internal sealed record AttemptPolicy(int MaxAttempts, TimeSpan BaseDelay, TimeSpan MaxDelay, double Jitter, TimeSpan? Timeout)
{
    /// <summary>The delay before the next attempt: it doubles with each failure, less a random part.</summary>
    public TimeSpan DelayAfter(int failures, double dice)
    {
        var full = BaseDelay.Ticks * Math.Pow(2, Math.Min(failures - 1, 40));
        return TimeSpan.FromTicks((long)(Math.Min(full, MaxDelay.Ticks) * (1 - (Jitter * dice))));
    }
}

namespace Agents.Runtime;

internal partial class Run
{
    /// <summary>Whether no further chunk may be recorded. Under the lock.</summary>
    public bool IsChunkBudgetUsedUp => Plan.Budgets.Chunks is > 0 and var budget && State.Chunks >= budget;

    /// <summary>Ends the run failed, for something would go beyond a budget.</summary>
    public BudgetExceededException FailByBudget(BudgetKind kind, double limit)
    {
        var exceeded = new BudgetExceededException(kind, limit);
        FailRun(new AttemptFailure(Failures.Of(exceeded, FailureCodes.Budget), exceeded));
        return exceeded;
    }

    /// <summary>Warns of a budget that is used up by chunks or by time.</summary>
    public void Warn(BudgetKind kind, double used, double limit) =>
        Submit(new Command(CommandKind.Warn, Now, Payload: new BudgetUse(kind, used, limit)), out _).Run(this);

    /// <summary>Whether a chunk that has just been appended brings its budget near the end. Under the lock.</summary>
    private bool IsChunkWarningDue =>
        Budgets.IsNearEnd(State.Chunks, Plan.Budgets.Chunks) && !State.HasWarned(BudgetKind.Chunks);

    /// <summary>Starts the clocks of the budget of seconds. Under the lock.</summary>
    private void StartBudgetOfSeconds()
    {
        var budgets = Plan.Budgets;
        if (budgets.Seconds <= 0)
            return;
        Extras.SecondsWarning = new DueTimer(
            Agent.Host.TimeProvider, () => Warn(BudgetKind.Seconds, budgets.SecondsToWarning, budgets.Seconds));
        Extras.SecondsWarning.Start(LeftOf(TimeSpan.FromSeconds(budgets.SecondsToWarning)));
        Extras.SecondsBudget = new DueTimer(Agent.Host.TimeProvider, () => FailByBudget(BudgetKind.Seconds, budgets.Seconds));
        Extras.SecondsBudget.Start(LeftOf(TimeSpan.FromSeconds(budgets.Seconds)));
    }
}

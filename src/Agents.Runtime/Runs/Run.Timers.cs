namespace Agents.Runtime;

/// <content>What happens by time alone.</content>
internal abstract partial class Run
{
    /// <summary>Starts what happens by time alone, once the start is recorded.</summary>
    public void StartTimeout()
    {
        var limitOrNone = Options?.Timeout ?? Agent.RunTimeout;
        if (limitOrNone is null && Plan.Budgets.Seconds <= 0)
            return;
        lock (Gate)
        {
            if (hasEnded)
                return;
            StartBudgetOfSeconds();
            if (limitOrNone is { } limit)
                StartTimeout(limit);
        }
    }

    private void StartTimeout(TimeSpan limit)
    {
        Extras.Timeout = new DueTimer(
            Agent.Host.TimeProvider, () => FailRun(new AttemptFailure(Failures.RunTimeout(limit), null)));
        Extras.Timeout.Start(LeftOf(limit));
    }

    /// <summary>What is left of a time that began with the run.</summary>
    private TimeSpan LeftOf(TimeSpan limit) =>
        StartedTicks == 0 ? limit : limit - TimeSpan.FromTicks(Math.Max(Now - StartedTicks, 0));

    /// <summary>Ends all that happens by time, and lets go of what looks for it. Under the lock.</summary>
    private void LetGo()
    {
        ExtrasIfAny?.LetGo();
        questions?.StopTimers();
    }

    /// <summary>Makes the next attempt of an invocation wait for its time.</summary>
    internal void StartRetry(InvocationAttempt attempt, long delayTicks)
    {
        lock (Gate)
        {
            if (IsHalted || !State[attempt.Ordinal].IsLive)
                return;
            var timer = new DueTimer(Agent.Host.TimeProvider, () => RetryDue(attempt));
            (Extras.Retries ??= [])[attempt.Ordinal] = timer;
            timer.Start(TimeSpan.FromTicks(delayTicks));
        }
    }

    private void StopRetry(int ordinal)
    {
        if (ExtrasIfAny?.Retries is { } retries && retries.Remove(ordinal, out var timer))
            timer.Stop();
    }

    private void RetryDue(InvocationAttempt attempt)
    {
        lock (Gate)
        {
            if (ExtrasIfAny?.Retries is not { } retries || !retries.Remove(attempt.Ordinal, out var timer))
                return;
            timer.Stop();
        }

        Agent.Host.Executor.Schedule(attempt);
    }
}

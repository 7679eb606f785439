namespace Agents.Testing;

/// <summary>
/// Checks what holds of every run's log, whatever its agent does: positions without gaps, exactly one end, each invocation
/// ended once, attempts and chunks numbered, each gathered item counted once, and so on.
/// </summary>
public static class RunInvariants
{
    /// <summary>Reads a run's log to its end, and checks it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="includeChildren">Whether to check the runs that it started, too.</param>
    /// <exception cref="AgentAssertionException">Something does not hold.</exception>
    public static async Task CheckAsync(AgentRun run, bool includeChildren = false)
    {
        ArgumentNullException.ThrowIfNull(run);
        var events = new List<RunEvent>();
        await foreach (var logged in run.ReadEventsAsync(includeChildren: includeChildren))
            events.Add(logged);
        Check(events);
    }

    /// <summary>Checks the whole log of a run, or of a run and those that it started.</summary>
    /// <param name="events">All events, as they were read.</param>
    /// <exception cref="AgentAssertionException">Something does not hold.</exception>
    public static void Check(IReadOnlyList<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var checkers = new Dictionary<RunId, RunChecker>();
        var children = new Dictionary<RunId, InvocationId>();
        foreach (var logged in events)
        {
            if (!checkers.TryGetValue(logged.Run, out var checker))
            {
                if (checkers.Count > 0 && !children.ContainsKey(logged.Run))
                    throw RunChecker.Broken(logged, "a child's events come after the ChildStarted of its parent");
                checker = new RunChecker(events.Where(other => other.Run == logged.Run));
                checkers.Add(logged.Run, checker);
            }

            checker.Check(logged);
            if (logged is RunEvent.ChildStarted started)
                children[started.Child] = started.Invocation;
            if (logged is RunEvent.RunStarted { Parent: { } parent } && children.TryGetValue(logged.Run, out var by) && by != parent)
                throw RunChecker.Broken(logged, $"its parent is {by}, whose ChildStarted came before");
        }

        if (checkers.Count == 0)
            throw new AgentAssertionException("The log is empty: the first event of each run is RunStarted.");
        foreach (var checker in checkers.Values)
            checker.CheckEnd();
    }
}

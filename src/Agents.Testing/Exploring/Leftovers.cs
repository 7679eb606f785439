namespace Agents.Testing;

/// <summary>Looks for what a scenario left behind, once its runs have come to their end.</summary>
internal static class Leftovers
{
    public static async Task CheckAsync(AgentTestHost host)
    {
        var runtime = host.Runtime;
        // Attempts that hang have their grace time.
        await host.Queue.WhenAtRestAsync(() =>
            !runtime.Runs.Pending.Any(static run => !run.IsHalted) && host.Interceptor.Executing.Count == 0 && runtime.Gate is { InUse: 0, Waiting: 0 }).ConfigureAwait(false);
        foreach (var run in RunDescription.RunsOf(runtime))
        {
            if (run is { End: null, IsHalted: false })
                throw new AgentAssertionException($"Run {run.Id} of '{run.Agent.Name}' never ends: nothing is left that could bring it on.");
            if (run.HasReaders)
                throw new AgentAssertionException($"Run {run.Id} of '{run.Agent.Name}' has ended, but somebody still waits for its news.");
            if (!run.IsHalted && run.GetPendingRequests() is [var open, ..])
                throw new AgentAssertionException($"Run {run.Id} of '{run.Agent.Name}' has ended, but its question {open.Id} is still open.");
        }

        if (host.Interceptor.Executing is [var first, ..])
        {
            throw new AgentAssertionException(
                $"Run {first.RunId} has ended, but attempt {first.Number} of its node '{first.Node}' has not: the node heeds its token too late, or never.");
        }

        if (runtime.Gate.InUse > 0 || runtime.Gate.Waiting > 0)
        {
            throw new AgentAssertionException(
                $"All runs have ended, but {runtime.Gate.InUse} attempts still execute and {runtime.Gate.Waiting} wait for a slot.");
        }

        if (host.Queue.Time.Armed > 0)
            throw new AgentAssertionException($"All runs have ended, but {host.Queue.Time.Armed} timers are still set.");
    }
}

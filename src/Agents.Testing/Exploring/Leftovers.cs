namespace Agents.Testing;

/// <summary>Looks for what a scenario left behind in a host that is at rest.</summary>
internal static class Leftovers
{
    public static void Check(AgentTestHost host)
    {
        var runtime = host.Runtime;
        foreach (var run in RunDescription.RunsOf(runtime))
        {
            if (run.End is null)
                throw new AgentAssertionException($"Run {run.Id} of '{run.Agent.Name}' never ends: nothing is left that could bring it on.");
            if (run.HasReaders)
                throw new AgentAssertionException($"Run {run.Id} of '{run.Agent.Name}' has ended, but somebody still waits for its news.");
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

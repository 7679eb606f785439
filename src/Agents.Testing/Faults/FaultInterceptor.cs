using Agents.Runtime;

namespace Agents.Testing;

/// <summary>Lets attempts meet the faults of a test, and knows which nodes have been called and have not returned.</summary>
internal sealed class FaultInterceptor(AgentFaults faults) : AttemptInterceptor
{
    private readonly Lock sync = new();
    private readonly HashSet<InvocationAttempt> executing = [];

    /// <summary>What executes now, but for what a test made hang.</summary>
    public IReadOnlyList<InvocationAttempt> Executing
    {
        get
        {
            lock (sync)
                return [.. executing.Where(attempt => !faults.Hangs(attempt))];
        }
    }

    public override Task? Before(InvocationAttempt attempt)
    {
        lock (sync)
            executing.Add(attempt);
        return faults.Before(attempt);
    }

    public override void After(InvocationAttempt attempt)
    {
        lock (sync)
            executing.Remove(attempt);
    }
}

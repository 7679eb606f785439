using Agents.Runtime;

namespace Agents.Testing;

/// <summary>Lets attempts meet the faults of a test.</summary>
internal sealed class FaultInterceptor(AgentFaults faults) : AttemptInterceptor
{
    public override Task? Before(InvocationAttempt attempt) => faults.Before(attempt);
}

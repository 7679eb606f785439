namespace Agents.Benchmarks;

/// <summary>One node, which adds.</summary>
[AgentModule]
internal sealed partial class Adder
{
    [Node]
    public Task<int> Add(int left, int right, CancellationToken cancellationToken) => Task.FromResult(left + right);
}

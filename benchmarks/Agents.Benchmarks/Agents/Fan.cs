namespace Agents.Benchmarks;

/// <summary>Spreads work over many invocations, and gathers what they give.</summary>
[AgentModule]
internal sealed partial class Fan
{
    [AggregateStart]
    public int Spread(int count, Edge<int> work)
    {
        for (var index = 0; index < count; index++)
            work.Emit(index);
        return count;
    }

    [Node]
    public void Work(int index, Edge<int> gather) => gather.Emit(index & 1);

    [Aggregate<SumAggregator<int>>]
    public int Gather(int sum, int count) => sum;
}

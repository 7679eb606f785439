namespace Agents.Benchmarks;

/// <summary>Many invocations that stream at once.</summary>
[AgentModule]
internal sealed partial class Crowd
{
    [AggregateStart]
    public int Gather(int writers, int chunks, Edge<int> write)
    {
        for (var index = 0; index < writers; index++)
            write.Emit(chunks);
        return writers;
    }

    [Node]
    public async Task Write(int count, ChunkWriter<Item> chunks, Edge<int> sum, CancellationToken cancellationToken)
    {
        for (var index = 0; index < count; index++)
            await chunks.WriteAsync(Item.One, cancellationToken);
        sum.Emit(count);
    }

    [Aggregate<SumAggregator<int>>]
    public int Sum(int sum, int writers) => sum;
}

namespace Agents.Benchmarks;

/// <summary>Streams as many chunks as it is told to.</summary>
[AgentModule]
internal sealed partial class Pump
{
    [Node]
    public async Task<int> Write(int count, ChunkWriter<Item> chunks, CancellationToken cancellationToken)
    {
        for (var index = 0; index < count; index++)
            await chunks.WriteAsync(Item.One, cancellationToken);
        return count;
    }
}

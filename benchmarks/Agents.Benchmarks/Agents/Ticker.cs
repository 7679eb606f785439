using Agents.Benchmarks.Durable;

namespace Agents.Benchmarks;

/// <summary>Writes a chunk each time it is told to.</summary>
[AgentModule]
internal sealed partial class Ticker(Ticks ticks)
{
    [Node]
    public async Task<int> Tick(int count, ChunkWriter<string> chunks, CancellationToken cancellationToken)
    {
        for (var index = 0; index < count; index++)
            await chunks.WriteAsync(await ticks.NextAsync(cancellationToken), cancellationToken);
        return count;
    }
}

namespace Agents.Testing.Tests;

/// <summary>Streams from parallel nodes that take a little time each.</summary>
[AgentModule]
internal sealed partial class Fan
{
    [Node]
    public int Plan(int count, Edge<int> work)
    {
        for (var index = 0; index < count; index++)
            work.Emit(index);
        return count;
    }

    [Node]
    public async Task Work(int index, ChunkWriter<string> chunks, NodeContext context, CancellationToken cancellationToken)
    {
        for (var step = 0; step < 3; step++)
        {
            await chunks.WriteAsync($"{index}.{step}", cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(10 * ((index + step) % 3)), context.TimeProvider, cancellationToken);
        }
    }
}

namespace Agents.Generators.Tests.Compiled;

public sealed record Summary(string Status, int TotalProcessed);

[ChunkUnion]
public abstract partial record ItemChunk
{
    public sealed record Progress(int Processed, int Total, string CurrentItem) : ItemChunk
    {
        public int Percentage => 100 * Processed / Total;
    }

    public sealed record Completed(string Item, string Result) : ItemChunk;
}

[AgentModule]
public sealed partial class StreamingAgent
{
    [Node]
    public async Task<Summary> ProcessItems(string[] items, ChunkWriter<ItemChunk> chunks, CancellationToken cancellationToken)
    {
        for (var i = 0; i < items.Length; i++)
        {
            await chunks.WriteAsync(new ItemChunk.Progress(i + 1, items.Length, items[i]), cancellationToken);
            await Task.Delay(200, cancellationToken);
            await chunks.WriteAsync(new ItemChunk.Completed(items[i], $"Processed: {items[i]}"), cancellationToken);
        }

        return new Summary("completed", items.Length);
    }
}

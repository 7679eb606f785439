using Agents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddAgents().AddStreamingAgent();            // generated for the module
using var host = builder.Build();
await host.StartAsync();

var agent = host.Services.GetRequiredService<StreamingAgentClient>();   // generated
string[] items = ["task-1", "task-2", "task-3", "task-4", "task-5"];
Console.WriteLine($"Starting streaming agent with items: {string.Join(", ", items)}");
var run = await agent.StartAsync(items);

Console.WriteLine("\n--- Streaming Updates ---");
await foreach (var chunk in run.ProcessItems.StreamAsync())             // typed: ItemChunk
    Console.WriteLine(chunk.Match(                                      // generated, exhaustive
        progress:  p => $"Progress: {p.Processed}/{p.Total} ({p.Percentage}%) - Processing: {p.CurrentItem}",
        completed: c => $"Completed: {c.Item} -> {c.Result}"));

Summary result = await run.GetResultAsync();
Console.WriteLine($"\n--- Final Result ---\nStatus: {result.Status}\nTotal processed: {result.TotalProcessed}");

public sealed record Summary(string Status, int TotalProcessed);

[ChunkUnion]                                                 // closed hierarchy: Match, Switch, typed writers, JSON discriminators
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

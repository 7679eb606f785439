namespace Agents.Runtime.Tests;

/// <summary>Searches in parallel, and gathers what was found.</summary>
[AgentModule]
internal sealed partial class Survey(AnyScript script)
{
    [AggregateStart(Entry = true)]
    public async Task<int> Plan(string topic, int count, Edge<string> search, NodeContext context, CancellationToken cancellationToken)
    {
        await script.Run(context, cancellationToken, topic);
        for (var number = 1; number <= count; number++)
            search.Emit($"{topic} {number}");
        return count;
    }

    [Node(MaxAttempts = 1)]
    public async Task Search(
        string query, ChunkWriter<string> chunks, Edge<string> report, NodeContext context, CancellationToken cancellationToken)
    {
        await script.Run(context, cancellationToken, query);
        await chunks.WriteAsync($"{query}!", cancellationToken);
        report.Emit(query);
    }

    [Aggregate]
    public async Task<string> Report(IReadOnlyList<string> found, int planned, NodeContext context, CancellationToken cancellationToken)
    {
        await script.Run(context, cancellationToken, string.Join(", ", found));
        return $"{planned}: {string.Join(", ", found)}";
    }
}

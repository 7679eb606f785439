namespace Agents.Testing.Tests;

/// <summary>Looks things up that are kept for a while, under budgets.</summary>
[AgentModule(MaxAttempts = Dice.Attempts), Budget(Invocations = Invocations)]
internal sealed partial class Shelf(Dice dice)
{
    public const int Invocations = 24;
    public const int Rounds = 6;

    [AggregateStart]
    public int Open(IReadOnlyList<int> keys, Edge<int> fetch)
    {
        foreach (var key in keys)
            fetch.Emit(key);
        return keys.Count;
    }

    /// <summary>Goes down from a key to 0.</summary>
    [Node(CacheSeconds = 0.05), Budget(Rounds = Rounds)]
    public async Task Fetch(
        int key, ChunkWriter<int> chunks, NodeContext context, Edge<int> fetch, Edge<int> close, CancellationToken cancellationToken)
    {
        await chunks.WriteAsync(key, cancellationToken);
        close.Emit(key);
        await dice.PassAsync(context, cancellationToken);
        await chunks.WriteAsync(-key, cancellationToken);
        if (key > 0)
            fetch.Emit(key - 1);
    }

    [Aggregate]
    public string Close(IReadOnlyList<int> found, int keys) => $"{keys}: {string.Join(' ', found)}";
}

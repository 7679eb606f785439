namespace Agents.Testing.Tests;

/// <summary>Has no equality of its own that looks into it.</summary>
internal sealed record Basket(string[] Fruits);

/// <summary>Gives and streams what has no value equality.</summary>
[AgentModule]
internal sealed partial class Lists
{
    [Node]
    public async Task<int[]> Pick(string fruit, ChunkWriter<Basket> baskets, CancellationToken cancellationToken)
    {
        await baskets.WriteAsync(new Basket([fruit, "plum"]), cancellationToken);
        return [1, 2];
    }
}

#region bad
[AgentModule]
public sealed partial class Cook
{
    [Node]
    public async Task<string> Prepare(string dish, ChunkWriter<int> percent, ChunkWriter<string> smell, CancellationToken cancellationToken)
    {
        await percent.WriteAsync(50, cancellationToken);
        await smell.WriteAsync("garlic", cancellationToken);
        return dish;
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Cook
{
    [Node]
    public async Task<string> Prepare(string dish, ChunkWriter<Cooking> cooking, CancellationToken cancellationToken)
    {
        await cooking.WriteAsync(new Cooking.Progress(50), cancellationToken);
        await cooking.WriteAsync(new Cooking.Smell("garlic"), cancellationToken);
        return dish;
    }
}

[ChunkUnion]
public abstract partial record Cooking
{
    public sealed record Progress(int Percent) : Cooking;

    public sealed record Smell(string Of) : Cooking;
}
#endregion

namespace Agents.Testing.Tests;

/// <summary>A part of a plan: branches grow in the same scope, leaves in scopes of their own.</summary>
internal sealed record Twig(string Name, IReadOnlyList<Twig> Branches, IReadOnlyList<Leaf> Leaves);

/// <summary>Gives an item in each round, and two of the next.</summary>
internal sealed record Leaf(string Name, int Rounds);

/// <summary>The first three items in order, and then no more.</summary>
internal sealed class FirstThree : IAggregator<string, List<string>, IReadOnlyList<string>>
{
    public static List<string> Create() => [];

    public static void Add(ref List<string> state, string item) => state.Add(item);

    public static bool IsFinished(in List<string> state) => state.Count == 3;

    public static IReadOnlyList<string> Finish(ref List<string> state) => state;
}

/// <summary>Scopes in a scope, loops in both, folds that take all and folds that take three; executes what a plan says.</summary>
[AgentModule(MaxAttempts = Dice.Attempts)]
internal sealed partial class Nest(Dice dice)
{
    [AggregateStart]
    public async Task<string> Plant(Twig root, NodeContext context, Edge<Twig> grow, CancellationToken cancellationToken)
    {
        grow.Emit(root);
        await dice.PassAsync(context, cancellationToken);
        return root.Name;
    }

    [Node]
    public async Task Grow(
        Twig twig, ChunkWriter<string> chunks, NodeContext context, Edge<Twig> grow, Edge<Twig> bunch, Edge<Twig> pick, Edge<Twig> take,
        Edge<string> harvest, CancellationToken cancellationToken)
    {
        await chunks.WriteAsync(twig.Name, cancellationToken);
        harvest.Emit(twig.Name);
        foreach (var branch in twig.Branches)
            grow.Emit(branch);
        await dice.PassAsync(context, cancellationToken);
        bunch.Emit(twig);
        pick.Emit(twig);
        take.Emit(twig);
        await chunks.WriteAsync($"/{twig.Name}", cancellationToken);
        harvest.Emit($"/{twig.Name}");
    }

    [AggregateStart]
    public int Bunch(Twig twig, Edge<Leaf> bud, Edge<string> bunched) => Spread(twig, bud, bunched);

    [Node]
    public Task Bud(Leaf leaf, NodeContext context, Edge<Leaf> bud, Edge<string> bunched, CancellationToken cancellationToken) =>
        StepAsync(leaf, context, bud, bunched, cancellationToken);

    [Aggregate]
    public Task Bunched(IReadOnlyList<string> items, int leaves, NodeContext context, Edge<string> harvest, CancellationToken cancellationToken) =>
        JoinAsync(items, leaves, context, harvest, cancellationToken);

    [AggregateStart]
    public int Pick(Twig twig, Edge<Leaf> sprout, Edge<string> picked) => Spread(twig, sprout, picked);

    [Node]
    public Task Sprout(Leaf leaf, NodeContext context, Edge<Leaf> sprout, Edge<string> picked, CancellationToken cancellationToken) =>
        StepAsync(leaf, context, sprout, picked, cancellationToken);

    [Aggregate<FirstThree>]
    public Task Picked(IReadOnlyList<string> items, int leaves, NodeContext context, Edge<string> harvest, CancellationToken cancellationToken) =>
        JoinAsync(items, leaves, context, harvest, cancellationToken);

    [AggregateStart]
    public int Take(Twig twig, Edge<Leaf> shoot, Edge<string> taken) => Spread(twig, shoot, taken);

    [Node]
    public Task Shoot(Leaf leaf, NodeContext context, Edge<Leaf> shoot, Edge<string> taken, CancellationToken cancellationToken) =>
        StepAsync(leaf, context, shoot, taken, cancellationToken);

    [Aggregate<FirstThree>(OnEarlyFinish = EarlyFinish.Drain)]
    public Task Taken(IReadOnlyList<string> items, int leaves, NodeContext context, Edge<string> harvest, CancellationToken cancellationToken) =>
        JoinAsync(items, leaves, context, harvest, cancellationToken);

    [Aggregate]
    public async Task<string> Harvest(IReadOnlyList<string> items, string name, NodeContext context, CancellationToken cancellationToken)
    {
        await dice.PassAsync(context, cancellationToken);
        return $"{name}: {string.Join(' ', items)}";
    }

    private static int Spread(Twig twig, Edge<Leaf> step, Edge<string> gathered)
    {
        foreach (var leaf in twig.Leaves)
            step.Emit(leaf);
        gathered.Emit("last");
        return twig.Leaves.Count;
    }

    private async Task StepAsync(Leaf leaf, NodeContext context, Edge<Leaf> step, Edge<string> gathered, CancellationToken cancellationToken)
    {
        if (leaf.Rounds > 0)
            step.Emit(new Leaf(leaf.Name + "l", leaf.Rounds - 1));
        gathered.Emit(leaf.Name);
        await dice.PassAsync(context, cancellationToken, failing: 0.05);
        if (leaf.Rounds > 0)
            step.Emit(new Leaf(leaf.Name + "r", leaf.Rounds - 1));
    }

    private async Task JoinAsync(
        IReadOnlyList<string> items, int leaves, NodeContext context, Edge<string> harvest, CancellationToken cancellationToken)
    {
        harvest.Emit($"{leaves}({string.Join(' ', items)})");
        await dice.PassAsync(context, cancellationToken);
    }
}

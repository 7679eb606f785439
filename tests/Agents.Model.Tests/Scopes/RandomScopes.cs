using System.Collections.Concurrent;
using Agents.Infrastructure;

namespace Agents.Model.Tests;

/// <summary>The first three items in order, and then no more.</summary>
internal abstract class FirstThree : IAggregator<int, List<int>, IReadOnlyList<int>>
{
    public static List<int> Create() => [];

    public static void Add(ref List<int> state, int item) => state.Add(item);

    public static bool IsFinished(in List<int> state) => state.Count >= 3;

    public static IReadOnlyList<int> Finish(ref List<int> state) => state;
}

internal enum RandomKind
{
    Plain,
    Start,
    Aggregate,
}

/// <summary>A node of a random graph.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Aggregate">Of a start: its own aggregate.</param>
/// <param name="Gatherer">The aggregate that its items go to; -1 for none.</param>
/// <param name="Targets">The nodes that it may invoke: those of its scope, or of the scope that it opens.</param>
/// <param name="Depth">How many scopes are around it.</param>
/// <param name="MayFinishEarly">Of an aggregate: whether it takes three items only.</param>
/// <param name="Drains">Of an aggregate: what it does then.</param>
internal sealed record RandomNode(RandomKind Kind, int Aggregate, int Gatherer, List<int> Targets, int Depth, bool MayFinishEarly, bool Drains);

/// <summary>A node gathered this: where, for which input of the start, and what.</summary>
internal sealed record Gathered(int Aggregate, Job Start, string Items);

/// <summary>What a node does, told by a hash of the node and its input: emits, delays and failures.</summary>
internal readonly struct Fate(int seed, int node, Job job)
{
    private readonly ulong root = Mix(Mix(Mix((ulong)seed, (ulong)node), (ulong)job.Fuel), (ulong)job.Tag);

    public int Emits => (int)(At(1) % 4);

    public int FailuresBefore => At(2) % 8 == 0 ? 1 + (int)(At(3) % 2) : 0;

    public bool FailsForGood => At(4) % 12 == 0;

    public int Yields(int attempt) => At(5 + attempt) % 3 == 0 ? (int)(At(9 + attempt) % 4) : 0;

    /// <summary>Whether an emit is an item; else it invokes one of the targets.</summary>
    public bool IsItem(int emit) => At(20 + emit) % 2 == 0;

    public int Value(int emit) => (int)(At(40 + emit) % 1_000_000);

    private ulong At(int index) => Mix(root, (ulong)index);

    private static ulong Mix(ulong state, ulong value)
    {
        var mixed = (state ^ (value + 0x9E3779B97F4A7C15)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}

/// <summary>A random graph with scopes, and what its nodes do.</summary>
internal sealed partial class RandomScopes
{
    private const int MaxSize = 250;
    private readonly int seed;
    private readonly Random random;
    private readonly bool failsForGood;
    private int size;

    public RandomScopes(int seed)
    {
        this.seed = seed;
        random = new Random(seed);
        failsForGood = random.Next(4) == 0;
        var entry = new RandomNode(RandomKind.Plain, -1, -1, [], 0, false, false);
        Nodes.Add(entry);
        AddRegion(entry.Targets, -1, 0);
        Input = new Job(random.Next(2, 7), random.Next(1000));
        Emit(0, Input, [], IsFailing(0));
        IsTooBig = size > MaxSize;
    }

    public List<RandomNode> Nodes { get; } = [];

    public Job Input { get; }

    /// <summary>What is gathered by an execution one after the other, depth first.</summary>
    public List<Gathered> Expected { get; } = [];

    /// <summary>What the runtime gathered.</summary>
    public ConcurrentBag<Gathered> Seen { get; } = [];

    /// <summary>The attempts that were executed.</summary>
    public ConcurrentBag<InvocationId> Calls { get; } = [];

    public bool IsTooBig { get; }

    public bool HasEarlyFinish => Nodes.Exists(static node => node.MayFinishEarly);

    /// <summary>Failures for good are possible only once the run has its result: the entry gives it, and does not fail.</summary>
    private bool IsFailing(int node) => failsForGood && node != 0;

    private void AddRegion(List<int> region, int gatherer, int depth)
    {
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            region.Add(Nodes.Count);
            Nodes.Add(new RandomNode(RandomKind.Plain, -1, gatherer, region, depth, false, false));
        }

        for (var count = depth < 3 ? random.Next(depth == 0 ? 1 : 0, 3) : 0; count > 0; count--)
        {
            var start = Nodes.Count;
            var inner = new List<int>();
            region.Add(start);
            Nodes.Add(new RandomNode(RandomKind.Start, start + 1, start + 1, inner, depth, false, false));
            Nodes.Add(new RandomNode(RandomKind.Aggregate, -1, gatherer, region, depth, random.Next(4) == 0, random.Next(2) == 0));
            AddRegion(inner, start + 1, depth + 1);
        }
    }

    // The reference: one after the other.

    private void Execute(int node, Job job, List<int> scope)
    {
        if (++size > MaxSize)
            return;
        if (Nodes[node].Kind is RandomKind.Plain)
        {
            Emit(node, job, scope, IsFailing(node));
            return;
        }

        if (IsFailing(node) && new Fate(seed, node, job).FailsForGood)
            return;
        var own = new List<int>();
        Emit(node, job, own, mayFail: false);
        var aggregate = Nodes[node].Aggregate;
        if (Nodes[aggregate].MayFinishEarly && own.Count > 3)
            own.RemoveRange(3, own.Count - 3);
        Expected.Add(new Gathered(aggregate, job, string.Join(' ', own)));
        Emit(aggregate, AfterFold(job, own), scope, IsFailing(aggregate));
    }

    private void Emit(int node, Job job, List<int> scope, bool mayFail)
    {
        var fate = new Fate(seed, node, job);
        if (mayFail && fate.FailsForGood)
            return;
        for (var emit = 0; emit < fate.Emits; emit++)
        {
            if (IsItem(node, job, fate, emit))
                scope.Add(fate.Value(emit));
            else if (job.Fuel > 0)
                Execute(TargetOf(node, fate, emit), new Job(job.Fuel - 1, fate.Value(emit)), scope);
        }
    }

    private bool IsItem(int node, Job job, Fate fate, int emit) => Nodes[node].Gatherer >= 0 && (job.Fuel == 0 || fate.IsItem(emit));

    private int TargetOf(int node, Fate fate, int emit) => Nodes[node].Targets[fate.Value(emit) % Nodes[node].Targets.Count];

    private static Job AfterFold(Job start, IReadOnlyList<int> items)
    {
        var hash = 17;
        foreach (var item in items)
            hash = unchecked((hash * 31) + item) & 0xFFFFFF;
        return new Job(Math.Max(0, start.Fuel - 1), hash);
    }

    // The same as a definition.

    public AgentDefinition<Robot, Job, int> ToDefinition() => Write.Agent([.. Nodes.Select((node, index) => ToDefinition(node, index))]);

    private NodeDefinition<Robot, int> ToDefinition(RandomNode node, int index)
    {
        EdgeDefinition[] edges = [.. node.Targets.Select(Scoped.To), .. node.Gatherer >= 0 ? (EdgeDefinition[])[Scoped.Gather<int>(node.Gatherer)] : []];
        switch (node.Kind)
        {
            case RandomKind.Aggregate when node.MayFinishEarly:
                return Aggregate<FirstThree>(node, index, edges);
            case RandomKind.Aggregate:
                return Aggregate<ListAggregator<int>>(node, index, edges);
            default:
                var isStart = node.Kind is RandomKind.Start;
                return new NodeDefinition<Robot, Job, int>($"node{index}", Write.JobInput, (_, job, attempt) => isStart
                    ? NodeReturn<int>.StartOf(StartAsync(index, job, attempt), false)
                    : NodeReturn.NullableResultOf(WorkAsync(index, job, attempt)))
                {
                    Edges = edges,
                    GivesResult = index == 0,
                    Aggregate = isStart ? node.Aggregate : null,
                };
        }
    }

    private NodeDefinition<Robot, (IReadOnlyList<int> Items, Job Start), int> Aggregate<TAggregator>(RandomNode node, int index, EdgeDefinition[] edges)
        where TAggregator : IAggregator<int, List<int>, IReadOnlyList<int>> =>
        new($"node{index}", AggregateInput, (_, input, attempt) => NodeReturn.NullableResultOf(GatherAsync(index, input.Items, input.Start, attempt)))
        {
            Edges = edges,
            Fold = new FoldDefinition<TAggregator, int, List<int>, IReadOnlyList<int>, (IReadOnlyList<int> Items, Job Start)>(
                static (items, start) => (items, (Job)start!))
            {
                MayFinishEarly = node.MayFinishEarly,
                OnEarlyFinish = node.Drains ? EarlyFinish.Drain : EarlyFinish.Cancel,
            },
        };

    private static NodeInput<(IReadOnlyList<int> Items, Job Start)> AggregateInput { get; } = new()
    {
        Parameters = [new NodeParameter("items", typeof(IReadOnlyList<int>)), new NodeParameter("start", typeof(Job))],
        Read = static json => (json.Get<IReadOnlyList<int>>("items"), json.Get<Job>("start")),
        Write = static (json, input) => json.Set("start", input.Start),
    };

    private async Task<int?> WorkAsync(int node, Job job, NodeAttempt attempt)
    {
        Calls.Add(attempt.InvocationId);
        var fate = new Fate(seed, node, job);
        for (var yields = fate.Yields(attempt.Attempt); yields > 0; yields--)
            await Task.Yield();
        for (var emit = 0; emit < fate.Emits; emit++)
        {
            if (IsItem(node, job, fate, emit))
                attempt.GetEdge<int>(Nodes[node].Targets.Count).Emit(fate.Value(emit));
            else if (job.Fuel > 0)
                attempt.GetEdge<Job>(fate.Value(emit) % Nodes[node].Targets.Count).Emit(new Job(job.Fuel - 1, fate.Value(emit)));
            if (emit == 0 && attempt.Attempt <= fate.FailuresBefore)
                throw new InvalidOperationException("again");
        }

        if (IsFailing(node) && fate.FailsForGood)
            throw new NonRetryableException("for good");
        return node == 0 ? 1 : null;
    }

    private async Task<Job> StartAsync(int node, Job job, NodeAttempt attempt)
    {
        await WorkAsync(node, job, attempt);
        return job;
    }

    private async Task<int?> GatherAsync(int node, IReadOnlyList<int> items, Job start, NodeAttempt attempt)
    {
        if (attempt.Attempt == 1)
            Seen.Add(new Gathered(node, start, string.Join(' ', items)));
        return await WorkAsync(node, AfterFold(start, items), attempt);
    }
}

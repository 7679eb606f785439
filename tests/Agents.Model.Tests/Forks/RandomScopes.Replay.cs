using Agents.Infrastructure;

namespace Agents.Model.Tests;

/// <summary>
/// The same graph once more, one invocation after the other, with other inputs for some. Invocations are told apart by their
/// paths: <c>/0/2</c> is what the first emit of the entry emitted third, <c>/0/a</c> what gathers the scope that it opened.
/// </summary>
internal sealed partial class RandomScopes
{
    private const int MaxReplay = 1_000;

    /// <summary>All invocations with their inputs, by their paths; null if there are too many.</summary>
    /// <param name="changes">Other inputs, by paths: a <see cref="Job"/>, or a list and a job for an aggregate.</param>
    public Dictionary<string, (int Node, string Input)>? Replay(IReadOnlyDictionary<string, object> changes)
    {
        var replay = new Replaying(this, changes);
        replay.Visit("", 0, Input, []);
        return replay.Inputs.Count > MaxReplay ? null : replay.Inputs;
    }

    /// <summary>Another input for an invocation of a node.</summary>
    public InvocationChange ChangeOf(Random dice, int node, InvocationId invocation, int fuel)
    {
        var job = new Job(dice.Next(fuel + 1), dice.Next(1000));
        if (Nodes[node].Kind is not RandomKind.Aggregate)
            return new InvocationChange<Job>(node, invocation, job);
        IReadOnlyList<int> items = [.. Enumerable.Range(0, dice.Next(4)).Select(_ => dice.Next(1000))];
        return new InvocationChange<(IReadOnlyList<int> Items, Job Start)>(node, invocation, (items, job));
    }

    public static string Show(object? input) => input switch
    {
        Job job => $"{job.Fuel} {job.Tag}",
        (IReadOnlyList<int> items, Job job) => $"{job.Fuel} {job.Tag} [{string.Join(' ', items)}]",
        _ => throw new ModelException($"{input} is no input."),
    };

    private sealed class Replaying(RandomScopes graph, IReadOnlyDictionary<string, object> changes)
    {
        public Dictionary<string, (int Node, string Input)> Inputs { get; } = [];

        public void Visit(string path, int node, Job emitted, List<int> scope)
        {
            if (Inputs.Count > MaxReplay)
                return;
            var job = (Job)changes.GetValueOrDefault(path, emitted);
            Inputs.Add(path, (node, Show(job)));
            if (Fails(node, job))
                return;
            if (graph.Nodes[node].Kind is RandomKind.Plain)
            {
                EmitAll(path, node, job, scope);
                return;
            }

            var items = new List<int>();
            EmitAll(path, node, job, items);
            var aggregate = graph.Nodes[node].Aggregate;
            if (graph.Nodes[aggregate].MayFinishEarly && items.Count > 3)
                items.RemoveRange(3, items.Count - 3);
            var gathered = ((IReadOnlyList<int> Items, Job Start))changes.GetValueOrDefault($"{path}/a", ((IReadOnlyList<int>)items, job));
            Inputs.Add($"{path}/a", (aggregate, Show(gathered)));
            var after = AfterFold(gathered.Start, gathered.Items);
            if (!Fails(aggregate, after))
                EmitAll($"{path}/a", aggregate, after, scope);
        }

        private bool Fails(int node, Job job) => graph.IsFailing(node) && new Fate(graph.seed, node, job).FailsForGood;

        private void EmitAll(string path, int node, Job job, List<int> scope)
        {
            var fate = new Fate(graph.seed, node, job);
            var child = 0;
            for (var emit = 0; emit < fate.Emits; emit++)
            {
                if (graph.IsItem(node, job, fate, emit))
                    scope.Add(fate.Value(emit));
                else if (job.Fuel > 0)
                    Visit($"{path}/{child++}", graph.TargetOf(node, fate, emit), new Job(job.Fuel - 1, fate.Value(emit)), scope);
            }
        }
    }
}

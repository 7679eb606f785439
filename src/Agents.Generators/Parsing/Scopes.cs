using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>
/// The scopes of a graph, found by walking it from its entry: what a start emits to is in its scope, what an aggregate emits
/// to in the scope around. Nodes that no path leads to are in none. Holds symbols, so it never leaves the transform.
/// </summary>
internal sealed class Scopes
{
    private readonly IReadOnlyList<NodeSignature> nodes;
    private readonly Dictionary<int, Scope?> places = [];
    private readonly Dictionary<int, int> aggregates = [];
    private readonly List<Arrival> pending = [];
    private readonly List<Arrival> unscoped = [];
    private readonly List<Arrival> crossings = [];
    private readonly List<(int Start, int Aggregate)> surplus = [];

    private Scopes(IReadOnlyList<NodeSignature> nodes)
    {
        this.nodes = nodes;
    }

    /// <summary>Arrivals at aggregates while no scope is open.</summary>
    public IReadOnlyList<Arrival> Unscoped => unscoped;

    /// <summary>Arrivals at nodes that have been reached in another scope.</summary>
    public IReadOnlyList<Arrival> Crossings => crossings;

    /// <summary>Aggregates of scopes that another one gathers.</summary>
    public IReadOnlyList<(int Start, int Aggregate)> Surplus => surplus;

    public static Scopes Of(IReadOnlyList<NodeSignature> nodes, int entry)
    {
        var scopes = new Scopes(nodes);
        if (entry >= 0 && nodes.Any(static node => node.Role is not NodeRole.Ordinary))
            scopes.Walk(entry);
        return scopes;
    }

    /// <summary>Whether a path leads to the node.</summary>
    public bool IsReached(int node) => places.ContainsKey(node);

    /// <summary>The scope that a node is reached in; of an aggregate, the one that it gathers. Null for none.</summary>
    public Scope? PlaceOf(int node) => places.TryGetValue(node, out var place) ? place : null;

    /// <summary>Whether what the node emits belongs to a scope that it does not open itself.</summary>
    public bool IsInside(int node) => (nodes[node].Role is NodeRole.Aggregate ? PlaceOf(node)?.Outer : PlaceOf(node)) is not null;

    /// <summary>The aggregate of a start; -1 for none.</summary>
    public int AggregateOf(int start) => aggregates.TryGetValue(start, out var aggregate) ? aggregate : -1;

    /// <summary>The start of the scope that an aggregate gathers; -1 for none.</summary>
    public int StartOf(int aggregate) => nodes[aggregate].Role is NodeRole.Aggregate && PlaceOf(aggregate) is { } scope ? scope.Start : -1;

    /// <summary>
    /// What lies outermost is walked first, so that of an edge out of a scope and the right way to the same node the first is
    /// the one at fault; aggregates that no scope leads to come last.
    /// </summary>
    private void Walk(int entry)
    {
        pending.Add(new(null, -1, entry, null));
        while (pending.Count > 0)
        {
            var next = pending.OrderBy(DepthOf).First();
            pending.Remove(next);
            Arrive(next);
        }
    }

    private int DepthOf(Arrival arrival)
    {
        var depth = 0;
        for (var scope = arrival.Scope; scope is not null; scope = scope.Outer)
            depth++;
        return nodes[arrival.Target].Role is not NodeRole.Aggregate ? depth : depth > 0 ? depth - 1 : int.MaxValue;
    }

    private void Arrive(Arrival arrival)
    {
        var (node, scope) = (arrival.Target, arrival.Scope);
        if (places.TryGetValue(node, out var known))
        {
            if (scope != known)
                crossings.Add(arrival);
            return;
        }

        places[node] = scope;
        if (nodes[node].Role is NodeRole.Start)
            scope = new(node, scope);
        else if (nodes[node].Role is NodeRole.Aggregate)
        {
            if (scope is null)
                unscoped.Add(arrival);
            else if (!aggregates.ContainsKey(scope.Start))
                aggregates[scope.Start] = node;
            else
                surplus.Add((scope.Start, node));
            scope = scope?.Outer;
        }

        foreach (var edge in nodes[node].Edges)
        {
            if (GraphRules.TargetOf(edge, nodes) is >= 0 and var target)
                pending.Add(new(edge, node, target, scope));
        }
    }

    /// <summary>A scope, by the start that opens it.</summary>
    internal sealed record Scope(int Start, Scope? Outer);

    /// <summary>A way to a node.</summary>
    /// <param name="Edge">The edge; null for the entry.</param>
    /// <param name="Source">The node that emits; -1 for the entry.</param>
    /// <param name="Target">The node.</param>
    /// <param name="Scope">What is emitted belongs to this scope; null for none.</param>
    internal sealed record Arrival(IParameterSymbol? Edge, int Source, int Target, Scope? Scope);
}

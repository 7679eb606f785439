using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What must hold of a module's nodes, taken together.</summary>
internal static class GraphRules
{
    public static IEnumerable<Fault> FaultsOf(ModuleReading reading, Compilation compilation)
    {
        var (module, nodes) = (reading.Module, reading.Nodes);
        if (nodes.Count == 0)
            return [new(Rules.NoNode, module, module.Name)];
        var duplicates = DuplicatesOf(module, nodes).ToArray();
        var edges = EdgeFaultsOf(module, nodes, compilation)
            .Where(fault => duplicates.Length == 0 || fault.Rule == Rules.EdgeToNowhere)
            .ToArray();
        // One mistake is one error: a node without its own name, or its edge, also seems to be another entry, or out of scope.
        var paths = duplicates.Length > 0 || Array.Exists(edges, static fault => fault.Rule == Rules.EdgeToNowhere)
            ? []
            : EntryFaultsOf(module, nodes).Concat(ScopeRules.FaultsOf(module, nodes, reading.Scopes, compilation));
        return duplicates.Concat(SeveralEntriesOf(module, nodes)).Concat(paths).Concat(ResultFaultsOf(nodes, compilation)).Concat(edges);
    }

    /// <summary>The node that an edge leads to: the one its parameter or its <c>[To]</c> names; -1 for none.</summary>
    public static int TargetOf(IParameterSymbol edge, IReadOnlyList<NodeSignature> nodes)
    {
        var named = NamedTargetOf(edge);
        var name = Names.WithoutAsync(named ?? edge.Name);
        var comparison = named is null ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        for (var i = 0; i < nodes.Count; i++)
        {
            if (string.Equals(nodes[i].Name, name, comparison))
                return i;
        }

        return -1;
    }

    /// <summary>The target that <c>[To]</c> names; null without one.</summary>
    public static string? NamedTargetOf(IParameterSymbol edge) =>
        AttributeReader.Find(edge, KnownTypes.IsToAttribute) is { } to ? AttributeReader.TextOf(to) : null;

    /// <summary>
    /// The entry: the marked node, else the only one without an incoming edge from another node; -1 for none or several.
    /// </summary>
    public static int EntryOf(IReadOnlyList<NodeSignature> nodes)
    {
        var entries = EntriesOf(nodes);
        return entries.Count == 1 ? entries[0] : -1;
    }

    /// <summary>The nodes that may be meant as the entry, where it is unclear: those without an incoming edge, else all.</summary>
    public static IReadOnlyList<NodeSignature> CandidatesOf(IReadOnlyList<NodeSignature> nodes) =>
        EntriesOf(nodes) is { Count: > 0 } entries ? [.. entries.Select(i => nodes[i])] : nodes;

    private static List<int> EntriesOf(IReadOnlyList<NodeSignature> nodes)
    {
        var all = Enumerable.Range(0, nodes.Count).ToList();
        var marked = all.FindAll(i => nodes[i].IsMarkedEntry);
        if (marked.Count > 0)
            return marked;
        var reached = new HashSet<int>(
            all.SelectMany(i => nodes[i].Edges.Select(edge => TargetOf(edge, nodes)).Where(target => target != i)));
        var unreached = all.FindAll(i => !reached.Contains(i));
        // An aggregate that nothing is emitted to is a mistake, not what a client's inputs go to.
        return unreached.FindAll(i => nodes[i].Role is not NodeRole.Aggregate) is { Count: > 0 } entries ? entries : unreached;
    }

    private static IEnumerable<Fault> SeveralEntriesOf(INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes)
    {
        var marked = nodes.Where(static node => node.IsMarkedEntry).ToArray();
        return marked.Skip(1).Select(node => new Fault(Rules.SeveralEntries, node.Method, node.Name, module.Name, marked[0].Name));
    }

    private static IEnumerable<Fault> EntryFaultsOf(INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes)
    {
        var entries = EntriesOf(nodes);
        if (entries.Count == 0)
            yield return new(Rules.EntryUnclear, module, module.Name, "no node without an incoming edge");
        else if (entries.Count > 1 && !nodes[entries[0]].IsMarkedEntry)
        {
            var names = string.Join(", ", entries.Select(i => $"'{nodes[i].Name}'"));
            yield return new(Rules.EntryUnclear, module, module.Name, $"several nodes without an incoming edge, {names}");
        }
    }

    private static IEnumerable<Fault> DuplicatesOf(INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var getName in new Func<NodeSignature, string>[] { node => node.Name, node => node.WireName })
        {
            foreach (var group in nodes.GroupBy(getName, StringComparer.OrdinalIgnoreCase))
            {
                foreach (var further in group.Skip(1).Where(node => seen.Add(node.Method)))
                    yield return new(Rules.DuplicateNode, further.Method, module.Name, group.Key);
            }
        }
    }

    private static IEnumerable<Fault> ResultFaultsOf(IReadOnlyList<NodeSignature> nodes, Compilation compilation)
    {
        NodeSignature? first = null;
        foreach (var node in nodes)
        {
            if (node.Result is null)
                continue;
            first ??= node;
            if (!TypeRules.IsSame(node.Result, first.Result!, compilation))
            {
                yield return new(
                    Rules.ResultsDisagree, node.Method, node.Name, TypeRules.Show(node.Result), first.Name, TypeRules.Show(first.Result!));
            }
        }
    }

    private static IEnumerable<Fault> EdgeFaultsOf(
        INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes, Compilation compilation)
    {
        foreach (var node in nodes)
        {
            foreach (var edge in node.Edges)
            {
                var target = TargetOf(edge, nodes);
                if (target < 0)
                    yield return new(Rules.EdgeToNowhere, edge, edge.Name, node.Name, module.Name, AdviceFor(edge, nodes));
                else if (MismatchOf(edge, nodes[target], compilation) is var (emitted, taken))
                    yield return new(Rules.PayloadMismatch, edge, edge.Name, node.Name, emitted, nodes[target].Name, taken);
            }
        }
    }

    private static string AdviceFor(IParameterSymbol edge, IReadOnlyList<NodeSignature> nodes) =>
        NearestOf(edge, nodes) is { } nearest
            ? $"; did you mean '{nearest.Name}'?"
            : "; name the parameter after its target, or name the target by [To(nameof(Target))]";

    /// <summary>The node whose name is most like the one that an edge names; null where none is like it.</summary>
    public static NodeSignature? NearestOf(IParameterSymbol edge, IReadOnlyList<NodeSignature> nodes)
    {
        var name = Names.WithoutAsync(NamedTargetOf(edge) ?? edge.Name);
        return nodes
            .Select(node => (Node: node, Distance: Names.Distance(node.Name, name)))
            .Where(candidate => candidate.Distance <= Math.Max(1, Math.Min(name.Length, candidate.Node.Name.Length) / 3))
            .OrderBy(static candidate => candidate.Distance)
            .Select(static candidate => candidate.Node)
            .FirstOrDefault();
    }

    /// <summary>What an edge emits and what its target takes, as a message tells them; null where they fit.</summary>
    private static (string Emitted, string Taken)? MismatchOf(IParameterSymbol edge, NodeSignature target, Compilation compilation)
    {
        var payload = NodeSignature.ArgumentsOf(edge);
        if (target.Role is NodeRole.Aggregate)
            return GatherMismatchOf(edge, target, compilation);
        var inputs = target.Inputs.Select(static input => input.Type).ToArray();
        if (payload.Count != inputs.Length)
            return (ShowAll(payload), ShowAll(inputs));
        for (var i = 0; i < inputs.Length; i++)
        {
            // Of a type that is missing the compiler, or another rule, speaks.
            if (TypeRules.IsKnown(payload[i]) && TypeRules.IsKnown(inputs[i]) && !TypeRules.Converts(payload[i], inputs[i], compilation))
                return (ShowAll(payload), ShowAll(inputs));
        }

        return null;
    }

    private static (string Emitted, string Taken)? GatherMismatchOf(IParameterSymbol edge, NodeSignature target, Compilation compilation)
    {
        // Of an aggregate that gathers nothing at all other rules speak.
        if (Aggregator.Of(target) is not { Main: not null } aggregator || !aggregator.Items.All(TypeRules.IsKnown) ||
            aggregator.FaultsOf(target, target.Method.ContainingType, compilation).Any() ||
            Aggregator.EmittedBy(edge, compilation) is not { } emitted || !TypeRules.IsKnown(emitted) ||
            aggregator.TakerOf(emitted, compilation) is not null)
        {
            return null;
        }

        return (ShowAll(NodeSignature.ArgumentsOf(edge)), "by its fold " + string.Join(" or ", aggregator.Items.Select(ShowItem)));
    }

    private static string ShowItem(ITypeSymbol item) => item is not INamedTypeSymbol { Name: "ValueTuple" } tuple ? ShowAll([item])
        : tuple.IsTupleType ? ShowAll([.. tuple.TupleElements.Select(static element => element.Type)])
        : ShowAll(tuple.TypeArguments);

    public static string ShowAll(IReadOnlyList<ITypeSymbol> types) =>
        types.Count == 0 ? "nothing" : $"({string.Join(", ", types.Select(TypeRules.Show))})";
}

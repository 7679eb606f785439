using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What must hold of a module's nodes, taken together.</summary>
internal static class GraphRules
{
    public static IEnumerable<Fault> FaultsOf(
        INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes, Compilation compilation)
    {
        if (nodes.Count == 0)
        {
            yield return new(module, "it has no node; mark a method with [Node]");
            yield break;
        }

        foreach (var fault in DuplicatesOf(nodes).Concat(EntryFaultsOf(module, nodes)).Concat(ResultFaultsOf(nodes, compilation)))
            yield return fault;
        foreach (var node in nodes)
        {
            foreach (var edge in node.Edges)
            {
                if (FaultOf(node, edge, nodes, compilation) is { } message)
                    yield return new(edge, $"the edge '{edge.Name}' of node '{node.Name}' {message}");
            }
        }
    }

    /// <summary>The node that an edge leads to: the one its parameter or its <c>[To]</c> names; -1 for none.</summary>
    public static int TargetOf(IParameterSymbol edge, IReadOnlyList<NodeSignature> nodes)
    {
        var named = AttributeReader.Find(edge, KnownTypes.IsToAttribute) is { } to ? AttributeReader.TextOf(to) : null;
        var name = Names.WithoutAsync(named ?? edge.Name);
        var comparison = named is null ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        for (var i = 0; i < nodes.Count; i++)
        {
            if (string.Equals(nodes[i].Name, name, comparison))
                return i;
        }

        return -1;
    }

    /// <summary>
    /// The entry: the marked node, else the only one without an incoming edge from another node; -1 for none or several.
    /// </summary>
    public static int EntryOf(IReadOnlyList<NodeSignature> nodes)
    {
        var entries = EntriesOf(nodes);
        return entries.Count == 1 ? entries[0] : -1;
    }

    private static List<int> EntriesOf(IReadOnlyList<NodeSignature> nodes)
    {
        var all = Enumerable.Range(0, nodes.Count).ToList();
        var marked = all.FindAll(i => nodes[i].IsMarkedEntry);
        if (marked.Count > 0)
            return marked;
        var reached = new HashSet<int>(
            all.SelectMany(i => nodes[i].Edges.Select(edge => TargetOf(edge, nodes)).Where(target => target != i)));
        return all.FindAll(i => !reached.Contains(i));
    }

    private static IEnumerable<Fault> EntryFaultsOf(INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes)
    {
        var entries = EntriesOf(nodes);
        var names = string.Join(", ", entries.Select(i => $"'{nodes[i].Name}'"));
        if (entries.Count == 0)
            yield return new(module, "every node has an incoming edge; mark the entry with [Node(Entry = true)]");
        else if (entries.Count > 1 && nodes[entries[0]].IsMarkedEntry)
            yield return new(nodes[entries[1]].Method, $"several nodes are marked as the entry: {names}");
        else if (entries.Count > 1)
            yield return new(module, $"several nodes have no incoming edge: {names}; mark the entry with [Node(Entry = true)]");
    }

    private static IEnumerable<Fault> DuplicatesOf(IReadOnlyList<NodeSignature> nodes)
    {
        foreach (var getName in new Func<NodeSignature, string>[] { node => node.Name, node => node.WireName })
        {
            foreach (var group in nodes.GroupBy(getName, StringComparer.OrdinalIgnoreCase))
            {
                if (group.Skip(1).FirstOrDefault() is { } second)
                    yield return new(second.Method, $"two nodes are named '{group.Key}', upper and lower case alike");
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
                yield return new(node.Method, $"node '{first.Name}' gives '{TypeRules.Show(first.Result!)}' as result, " +
                    $"node '{node.Name}' gives '{TypeRules.Show(node.Result)}'");
            }
        }
    }

    private static string? FaultOf(
        NodeSignature node, IParameterSymbol edge, IReadOnlyList<NodeSignature> nodes, Compilation compilation)
    {
        var target = TargetOf(edge, nodes);
        if (target < 0)
            return "names no node";
        var payload = NodeSignature.ArgumentsOf(edge);
        var inputs = nodes[target].Inputs.Select(input => input.Type).ToArray();
        if (payload.Count != inputs.Length)
            return $"emits {payload.Count} value(s), but node '{nodes[target].Name}' takes {inputs.Length}";
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!TypeRules.Converts(payload[i], inputs[i], compilation))
                return $"emits '{TypeRules.Show(payload[i])}' where node '{nodes[target].Name}' takes '{TypeRules.Show(inputs[i])}'";
        }

        return null;
    }
}

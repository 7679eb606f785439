using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What must hold of the starts, the aggregates and the scopes between them.</summary>
internal static class ScopeRules
{
    public static IEnumerable<Fault> FaultsOf(
        INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes, Scopes scopes, Compilation compilation)
    {
        var pairs = PairFaultsOf(module, nodes, scopes).ToArray();
        // One mistake is one error: where scopes and aggregates do not pair, starts without one follow.
        var starts = pairs.Length > 0 ? [] : StartsWithoutAggregate(nodes, scopes);
        return pairs.Concat(starts).Concat(nodes.SelectMany((node, i) => node.Role is NodeRole.Aggregate
            ? FaultsOfAggregate(module, node, pairs.Length == 0 && scopes.StartOf(i) is >= 0 and var start ? nodes[start] : null, compilation)
            : []));
    }

    /// <summary>The start that an aggregate names; null without one.</summary>
    public static string? NamedStartOf(NodeSignature aggregate) =>
        AttributeReader.Named<string>(aggregate.Attribute, "Start") is { Length: > 0 } name ? name : null;

    private static IEnumerable<Fault> PairFaultsOf(INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes, Scopes scopes)
    {
        foreach (var arrival in scopes.Crossings)
        {
            yield return new(
                Rules.EdgeCrossesScope, arrival.Edge!, arrival.Edge!.Name, nodes[arrival.Source].Name, nodes[arrival.Target].Name,
                Show(arrival.Scope, nodes), Show(scopes.PlaceOf(arrival.Target), nodes), AdviceFor(arrival, nodes, scopes));
        }

        // Where an edge crosses a scope, it may be what leads to an aggregate outside of one.
        foreach (var arrival in scopes.Crossings.Count > 0 ? [] : scopes.Unscoped)
        {
            var aggregate = nodes[arrival.Target];
            yield return arrival.Edge is null
                ? new(Rules.AggregateEntry, aggregate.Method, aggregate.Name, module.Name)
                : new(Rules.AggregateWithoutStart, aggregate.Method, aggregate.Name, arrival.Edge.Name, nodes[arrival.Source].Name);
        }

        foreach (var (start, aggregate) in scopes.Surplus)
        {
            var (first, second) = (nodes[scopes.AggregateOf(start)], nodes[aggregate]);
            yield return new(Rules.SecondAggregate, second.Method, second.Name, nodes[start].Name, first.Name);
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Role is NodeRole.Aggregate && NamedStartOf(nodes[i]) is { } name && WrongStart(name, i, nodes, scopes) is { } wrong)
                yield return new(Rules.WrongStart, nodes[i].Method, nodes[i].Name, name, wrong);
        }
    }

    private static string AdviceFor(Scopes.Arrival crossing, IReadOnlyList<NodeSignature> nodes, Scopes scopes) =>
        nodes[crossing.Target].Role is NodeRole.Aggregate && crossing.Scope is { } scope && scopes.PlaceOf(crossing.Target) is { } other &&
        scope.Outer == other.Outer
            ? $"an aggregate gathers the scopes of one start: give '{nodes[scope.Start].Name}' one of its own"
            : "only the aggregate leads out of a scope";

    private static string? WrongStart(string name, int aggregate, IReadOnlyList<NodeSignature> nodes, Scopes scopes)
    {
        var named = Names.WithoutAsync(name);
        return !nodes.Any(node => node.Role is NodeRole.Start && node.Name == named) ? "which is no node marked with [AggregateStart]"
            : scopes.StartOf(aggregate) is >= 0 and var start && nodes[start].Name != named
                ? $"but the scope that it gathers is that of '{nodes[start].Name}'"
            : null;
    }

    private static IEnumerable<Fault> StartsWithoutAggregate(IReadOnlyList<NodeSignature> nodes, Scopes scopes) => nodes
        .Where((node, i) => node.Role is NodeRole.Start && scopes.IsReached(i) && scopes.AggregateOf(i) < 0)
        .Select(static start => new Fault(Rules.StartWithoutAggregate, start.Method, start.Name));

    private static Fault[] FaultsOfAggregate(
        INamedTypeSymbol module, NodeSignature node, NodeSignature? start, Compilation compilation)
    {
        var inputs = node.Inputs.Select(static input => input.Type).ToArray();
        if (!inputs.All(TypeRules.IsKnown))
            return [];
        if (Aggregator.Of(node) is not { } aggregator)
            return [Misfit("an IReadOnlyList<T> first; name another fold by [Aggregate<TAggregator>]")];
        var faults = aggregator.FaultsOf(node, module, compilation).ToArray();
        if (faults.Length > 0 || aggregator.Main is null)
            return faults;
        var given = GivenTo(aggregator.Main, start);
        var mayHaveMore = start is null && inputs.Length == 2;
        var fits = (inputs.Length == given.Count || mayHaveMore) &&
            given.Zip(inputs, (from, to) => IsTaken(from, to, compilation)).All(static taken => taken);
        return fits ? [] : [Misfit(GraphRules.ShowAll(given) + (start is null ? ", its fold"
            : start.StartValue is null ? $", its fold; '{start.Name}' returns nothing"
            : $", its fold and what '{start.Name}' returns"))];

        Fault Misfit(string expected) =>
            new(Rules.AggregateInputs, node.Method, node.Name, GraphRules.ShowAll(inputs), expected);
    }

    /// <summary>What an aggregate is given: its fold and what the start returned, if that is known and returns something.</summary>
    public static IReadOnlyList<ITypeSymbol> GivenTo(INamedTypeSymbol aggregator, NodeSignature? start) =>
        start?.StartValue is { } value ? [Aggregator.ResultOf(aggregator), value] : [Aggregator.ResultOf(aggregator)];

    /// <summary>Whether an input takes what it is given; of a type that is not there others speak.</summary>
    public static bool IsTaken(ITypeSymbol given, ITypeSymbol input, Compilation compilation) =>
        !TypeRules.IsKnown(given) || TypeRules.Converts(given, input, compilation);

    private static string Show(Scopes.Scope? scope, IReadOnlyList<NodeSignature> nodes) => scope switch
    {
        null => "in no scope",
        { Outer: null } => $"in the scope of '{nodes[scope.Start].Name}'",
        { Outer: var outer } => $"in the scope of '{nodes[scope.Start].Name}' {Show(outer, nodes)}",
    };
}

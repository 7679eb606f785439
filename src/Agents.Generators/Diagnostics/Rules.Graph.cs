using Microsoft.CodeAnalysis;

namespace Agents.Generators.Diagnostics;

internal static partial class Rules
{
    private const string Graph = "Agents.Graph";

    public static readonly DiagnosticDescriptor EdgeToNowhere = new(
        "AGENT0201", "Edge names no node",
        "Edge '{0}' of node '{1}' names no node of module '{2}'{3}",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0201.md");

    public static readonly DiagnosticDescriptor PayloadMismatch = new(
        "AGENT0202", "Edge does not fit the inputs of its target",
        "Edge '{0}' of node '{1}' emits {2}, but node '{3}' takes {4}",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0202.md");

    public static readonly DiagnosticDescriptor UnreachableNode = new(
        "AGENT0203", "Node is unreachable",
        "Node '{0}' is never invoked: no path leads to it from the entry '{1}'",
        Graph, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0203.md");

    public static readonly DiagnosticDescriptor ResultsDisagree = new(
        "AGENT0204", "Nodes disagree about the type of the result",
        "Node '{0}' gives '{1}' as result, but node '{2}' gives '{3}'; an agent has one type of result",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0204.md");

    public static readonly DiagnosticDescriptor NoResult = new(
        "AGENT0205", "No node gives a result",
        "No node of module '{0}' gives a result: its runs end completed with none",
        Graph, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0205.md");

    public static readonly DiagnosticDescriptor DeadEnd = new(
        "AGENT0206", "Node is a dead end",
        "Node '{0}' neither emits nor streams nor gives a result: nobody sees what it does",
        Graph, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0206.md");

    public static readonly DiagnosticDescriptor EdgeUnused = new(
        "AGENT0207", "Edge is never emitted to",
        "Node '{0}' never emits to its edge '{1}'",
        Graph, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0207.md");

    public static readonly DiagnosticDescriptor SilentPath = new(
        "AGENT0208", "Path neither emits nor gives a result",
        "Node '{0}' can end here without having emitted and without a result: if no other branch gives one, the run fails",
        Graph, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0208.md");

    public static readonly DiagnosticDescriptor AggregateWithoutStart = new(
        "AGENT0209", "Aggregate gathers no scope",
        "Aggregate '{0}' gathers no scope: none is open where edge '{1}' of node '{2}' leads to it; mark the node that opens one with [AggregateStart]",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0209.md");

    public static readonly DiagnosticDescriptor StartWithoutAggregate = new(
        "AGENT0210", "Scope is never gathered",
        "Nothing gathers the scope that '{0}' opens: no path from it leads to an [Aggregate]",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0210.md");

    public static readonly DiagnosticDescriptor SecondAggregate = new(
        "AGENT0211", "Scope has a second aggregate",
        "Aggregate '{0}' gathers the scope of '{1}', and so does '{2}'; a scope has one aggregate",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0211.md");

    public static readonly DiagnosticDescriptor EdgeCrossesScope = new(
        "AGENT0212", "Edge crosses a scope",
        "Edge '{0}' of node '{1}' crosses a scope: it leads to node '{2}' {3}, another path {4}; {5}",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0212.md");

    public static readonly DiagnosticDescriptor WrongStart = new(
        "AGENT0213", "Aggregate names another start than its own",
        "Aggregate '{0}' names '{1}' as its start, {2}",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0213.md");

    public static readonly DiagnosticDescriptor AggregateInputs = new(
        "AGENT0214", "Inputs of an aggregate are not what it is given",
        "Aggregate '{0}' takes {1}, but is given {2}",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0214.md");

    public static readonly DiagnosticDescriptor UnsuitableAggregator = new(
        "AGENT0215", "Type cannot be an aggregator",
        "'{0}' cannot be the aggregator of node '{1}': {2}",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0215.md");

    public static readonly DiagnosticDescriptor AggregateEntry = new(
        "AGENT0216", "Entry is an aggregate",
        "Aggregate '{0}' cannot be the entry of module '{1}': a client opens no scope; let a node marked with [AggregateStart] be the entry",
        Graph, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0216.md");

    public static readonly DiagnosticDescriptor BudgetMisplaced = new(
        "AGENT0217", "Budget has no effect",
        "Budget '{0}' of '{1}' has no effect: {2}",
        Graph, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0217.md");
}

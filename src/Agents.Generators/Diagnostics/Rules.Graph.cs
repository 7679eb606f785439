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
}

using Microsoft.CodeAnalysis;

namespace Agents.Generators.Diagnostics;

internal static partial class Rules
{
    private const string Module = "Agents.Module";

    public static readonly DiagnosticDescriptor ModuleNotPartial = new(
        "AGENT0001", "Module is not partial",
        "Module '{0}' is not partial; mark it partial, so that code can be generated for it",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0001.md");

    public static readonly DiagnosticDescriptor ContainerNotPartial = new(
        "AGENT0002", "Type that contains a module is not partial",
        "'{0}' contains module '{1}' and is not partial; mark it partial, so that code can be generated beside the module",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0002.md");

    public static readonly DiagnosticDescriptor UnsupportedModule = new(
        "AGENT0003", "Class cannot be a module",
        "Module '{0}' is {1}; a module is an ordinary class",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0003.md");

    public static readonly DiagnosticDescriptor HiddenModule = new(
        "AGENT0004", "Module is less accessible than internal",
        "Module '{0}' is less accessible than internal; make it and the types that contain it internal or public",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0004.md");

    public static readonly DiagnosticDescriptor NoNode = new(
        "AGENT0005", "Module has no node",
        "Module '{0}' has no node; mark a method with [Node]",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0005.md");

    public static readonly DiagnosticDescriptor EntryUnclear = new(
        "AGENT0006", "Entry is missing or ambiguous",
        "Module '{0}' has {1}; mark the entry with [Node(Entry = true)]",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0006.md");

    public static readonly DiagnosticDescriptor SeveralEntries = new(
        "AGENT0007", "Several nodes are marked as the entry",
        "Node '{0}' of module '{1}' is marked as the entry, and so is '{2}'; mark one of them",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0007.md");

    public static readonly DiagnosticDescriptor DuplicateNode = new(
        "AGENT0008", "Two nodes bear one name",
        "Two nodes of module '{0}' are named '{1}', case aside; rename one of them",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0008.md");

    public static readonly DiagnosticDescriptor DuplicateAgent = new(
        "AGENT0009", "Two agents bear one name",
        "Two agents of this project are named '{0}', case aside: '{1}' and '{2}'; rename one of them by [AgentModule(\"name\")]",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0009.md");

    public static readonly DiagnosticDescriptor InheritedNode = new(
        "AGENT0010", "Module inherits a node",
        "Module '{0}' inherits node '{1}' from '{2}'; nodes stand in the module's own class",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0010.md");

    public static readonly DiagnosticDescriptor HiddenPayload = new(
        "AGENT0011", "Payload is less accessible than its module",
        "'{0}' is less accessible than module '{1}', whose client and run show it; make it as accessible as the module",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0011.md");

    public static readonly DiagnosticDescriptor NameTaken = new(
        "AGENT0012", "Name is needed for generated code",
        "The name of '{0}' is needed for what is generated for module '{1}'; rename it",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0012.md");

    public static readonly DiagnosticDescriptor NodeOutsideModule = new(
        "AGENT0013", "Node stands in no module",
        "Method '{0}' is marked as a node, but its class '{1}' is no agent, so it never runs; mark the class with [AgentModule]",
        Module, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0013.md");

    public static readonly DiagnosticDescriptor HumanInputsDisagree = new(
        "AGENT0014", "Two human inputs bear one name",
        "Human input '{0}' of node '{1}' and '{2}' of node '{3}' are both '{4}' of the run, but differ in name or types; rename one of them",
        Module, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0014.md");
}

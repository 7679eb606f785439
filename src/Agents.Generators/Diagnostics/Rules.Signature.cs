using Microsoft.CodeAnalysis;

namespace Agents.Generators.Diagnostics;

internal static partial class Rules
{
    private const string Signature = "Agents.Signature";

    public static readonly DiagnosticDescriptor AsyncVoid = new(
        "AGENT0101", "Node is async void",
        "Node '{0}' is async void, so nobody can wait for it; let it return Task",
        Signature, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0101.md");

    public static readonly DiagnosticDescriptor UnsupportedReturn = new(
        "AGENT0102", "Node returns what cannot be a result",
        "Node '{0}' returns {1}; a result is a value that can be kept and handed over",
        Signature, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0102.md");

    public static readonly DiagnosticDescriptor ReturnsSequence = new(
        "AGENT0103", "Node returns an asynchronous sequence",
        "Node '{0}' returns an asynchronous sequence; stream with a parameter of type ChunkWriter<{1}> instead",
        Signature, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0103.md");

    public static readonly DiagnosticDescriptor UnsupportedMethod = new(
        "AGENT0104", "Method cannot be a node",
        "Node '{0}' is {1}; a node is an ordinary method without type parameters",
        Signature, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0104.md");

    public static readonly DiagnosticDescriptor UnsupportedParameter = new(
        "AGENT0105", "Parameter cannot be an input",
        "Parameter '{0}' of node '{1}' is {2}; an input is a value that can be kept and handed over",
        Signature, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0105.md");

    public static readonly DiagnosticDescriptor SecondWriter = new(
        "AGENT0106", "Node has a second ChunkWriter",
        "Node '{0}' has a second ChunkWriter, '{1}'; a node streams chunks of one type: make it a union with [ChunkUnion]",
        Signature, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0106.md");

    public static readonly DiagnosticDescriptor ClientParameter = new(
        "AGENT0107", "Agent's client is a parameter of a node",
        "Parameter '{0}' of node '{1}' is an agent's client; take it by the module's constructor",
        Signature, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0107.md");

    public static readonly DiagnosticDescriptor NoCancellationToken = new(
        "AGENT0108", "Asynchronous node takes no CancellationToken",
        "Node '{0}' is asynchronous and takes no CancellationToken, so it goes on after its run was canceled or its time is out",
        Signature, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0108.md");

    public static readonly DiagnosticDescriptor StaticNode = new(
        "AGENT0109", "Node is static",
        "Node '{0}' is static; a node is a method of the module's instance",
        Signature, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0109.md");

    public static readonly DiagnosticDescriptor UnknownType = new(
        "AGENT0110", "Type in a node's signature is made by a source generator",
        "{0} of node '{1}' names '{2}', which is unknown while code is generated; {3}",
        Signature, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0110.md");

    public static readonly DiagnosticDescriptor SeveralRoles = new(
        "AGENT0111", "Node has two roles",
        "Node '{0}' is marked with {1} and with {2}; a node has one role",
        Signature, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0111.md");
}

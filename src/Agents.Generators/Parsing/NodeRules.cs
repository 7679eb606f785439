using Agents.Generators.Diagnostics;
using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What must hold of a node's signature, taken by itself.</summary>
internal static class NodeRules
{
    public static IEnumerable<Fault> FaultsOf(NodeSignature node) =>
        FaultsOfMethod(node).Concat(FaultsOfReturn(node)).Concat(FaultsOfParameters(node));

    private static IEnumerable<Fault> FaultsOfMethod(NodeSignature node)
    {
        var method = node.Method;
        if (method.MethodKind is not MethodKind.Ordinary)
            yield return new(Rules.UnsupportedMethod, method, node.Name, "no ordinary method");
        else if (method.IsStatic)
            yield return new(Rules.StaticNode, method, node.Name);
        if (method.IsGenericMethod)
            yield return new(Rules.UnsupportedMethod, method, node.Name, "generic");
        if (method.IsAsync && method.ReturnsVoid)
            yield return new(Rules.AsyncVoid, method, node.Name);
        var marks = method.GetAttributes().Where(static attribute => KnownTypes.IsNodeAttribute(attribute.AttributeClass)).ToArray();
        if (marks.Length > 1)
            yield return new(Rules.SeveralRoles, method, node.Name, ShowMark(marks[0]), ShowMark(marks[1]));
        if (Aggregator.Of(node) is { Type: var aggregator } && !TypeRules.IsKnown(aggregator))
            yield return Unknown(node, method, "The aggregator", aggregator, isService: false);
    }

    private static IEnumerable<Fault> FaultsOfReturn(NodeSignature node)
    {
        var method = node.Method;
        if (method.ReturnsByRef || method.ReturnsByRefReadonly || method.RefKind is not RefKind.None)
            yield return new(Rules.UnsupportedReturn, method, node.Name, "by reference");
        if (node.Returned is not { } returned)
            yield break;
        var result = TypeRules.WithoutNull(returned);
        if (KnownTypes.IsAsyncSequence(result))
            yield return new(Rules.ReturnsSequence, method, node.Name, TypeRules.Show(((INamedTypeSymbol)result).TypeArguments[0]));
        else if (!CanHandOver(result))
            yield return new(Rules.UnsupportedReturn, method, node.Name, $"'{TypeRules.Show(result)}'");
        else if (!TypeRules.IsKnown(result))
            yield return Unknown(node, method, "The return type", result, isService: false);
    }

    private static IEnumerable<Fault> FaultsOfParameters(NodeSignature node)
    {
        if (node.Of(ArgumentKind.Writer).Skip(1).FirstOrDefault() is { } second)
            yield return new(Rules.SecondWriter, second, node.Name, second.Name);
        foreach (var (parameter, kind) in node.Parameters)
        {
            if (parameter.RefKind is not RefKind.None)
                yield return new(Rules.UnsupportedParameter, parameter, parameter.Name, node.Name, "passed by reference");
            if (IsClient(parameter.Type))
                yield return new(Rules.ClientParameter, parameter, parameter.Name, node.Name);
            var isService = kind is ArgumentKind.Service or ArgumentKind.KeyedService;
            foreach (var type in PayloadOf(parameter, kind))
            {
                if (!TypeRules.IsKnown(type))
                    yield return Unknown(node, parameter, $"Parameter '{parameter.Name}'", type, isService);
                else if (kind is ArgumentKind.Edge or ArgumentKind.Writer or ArgumentKind.HumanInput or ArgumentKind.Input && !CanHandOver(type))
                    yield return new(Rules.UnsupportedParameter, parameter, parameter.Name, node.Name, $"of type '{TypeRules.Show(type)}'");
            }
        }
    }

    /// <summary>Whether a type can be handed over. Of type parameters the rules about generic nodes and modules speak.</summary>
    private static bool CanHandOver(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => CanHandOver(array.ElementType),
        _ => TypeRules.IsPayload(type),
    };

    /// <summary>What marks a node, as it stands in code.</summary>
    public static string ShowMark(AttributeData mark)
    {
        var name = TypeRules.Show(mark.AttributeClass!);
        return $"[{name.Replace("Attribute", "")}]";
    }

    /// <summary>What a parameter hands over: the type arguments of an edge, a writer or a human input, else its own type.</summary>
    public static IReadOnlyList<ITypeSymbol> PayloadOf(IParameterSymbol parameter, ArgumentKind kind) =>
        kind is ArgumentKind.Edge or ArgumentKind.Writer or ArgumentKind.HumanInput ? NodeSignature.ArgumentsOf(parameter) : [parameter.Type];

    /// <summary>A type that is not there while code is generated.</summary>
    public static Fault Unknown(NodeSignature node, ISymbol where, string what, ITypeSymbol type, bool isService) => new(
        Rules.UnknownType, where, what, node.Name, TypeRules.Show(type), isService
            ? "take what source generators make, an agent's client for one, by the module's constructor"
            : "what is handed over cannot be made by source generators");

    /// <summary>Whether the type is an agent's client, or derives from one.</summary>
    public static bool IsClient(ITypeSymbol type) => TypeRules.DerivesFrom(type, KnownTypes.IsAgentClient);
}

using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What must hold of a node's signature, taken by itself.</summary>
internal static class NodeRules
{
    private const string MadePayload = "; payloads cannot be made by source generators";
    private const string MadeService =
        "; take what source generators make, an agent's client for one, by the module's constructor";

    public static IEnumerable<Fault> FaultsOf(NodeSignature node)
    {
        var method = node.Method;
        var name = $"node '{node.Name}'";
        if (method.MethodKind is not MethodKind.Ordinary)
            yield return new(method, $"{name} is no ordinary method");
        if (method.IsStatic)
            yield return new(method, $"{name} is static");
        if (method.IsGenericMethod)
            yield return new(method, $"{name} is generic");
        if (method.IsAsync && method.ReturnsVoid)
            yield return new(method, $"{name} is async void, so nobody can wait for it; let it return Task");
        if (method.ReturnsByRef || method.ReturnsByRefReadonly || method.RefKind is not RefKind.None)
            yield return new(method, $"{name} returns by reference");
        if (node.Result is { } result)
        {
            if (KnownTypes.IsAsyncSequence(result))
                yield return new(method, $"{name} returns an asynchronous sequence; stream with a ChunkWriter parameter instead");
            else if (!TypeRules.IsPayload(result))
                yield return new(method, $"{name} returns '{TypeRules.Show(result)}', which is no type of a result");
            else if (!TypeRules.IsKnown(result))
                yield return new(method, $"the return type of {name} {Unknown(result)}{MadePayload}");
        }

        if (node.Of(ArgumentKind.Writer).Skip(1).FirstOrDefault() is { } second)
            yield return new(second, $"{name} has a second ChunkWriter");
        foreach (var (parameter, kind) in node.Parameters)
        {
            foreach (var message in MessagesOf(parameter, kind))
                yield return new(parameter, $"parameter '{parameter.Name}' of {name} {message}");
        }
    }

    private static IEnumerable<string> MessagesOf(IParameterSymbol parameter, ArgumentKind kind)
    {
        if (parameter.RefKind is not RefKind.None)
            yield return "is passed by reference";
        if (IsClient(parameter.Type))
            yield return "is an agent's client; take it by the module's constructor";
        var payload = kind is ArgumentKind.Edge or ArgumentKind.Writer ? NodeSignature.ArgumentsOf(parameter) : [parameter.Type];
        foreach (var type in payload)
        {
            if (!TypeRules.IsKnown(type))
                yield return Unknown(type) + (kind is ArgumentKind.Service or ArgumentKind.KeyedService ? MadeService : MadePayload);
            else if (kind is ArgumentKind.Edge or ArgumentKind.Writer or ArgumentKind.Input && !TypeRules.IsPayload(type))
                yield return $"is of type '{TypeRules.Show(type)}', which is no type of a payload";
        }
    }

    private static string Unknown(ITypeSymbol type) => $"names '{TypeRules.Show(type)}', which the compiler does not know";

    private static bool IsClient(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (KnownTypes.IsAgentClient(current))
                return true;
        }

        return false;
    }
}

using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>Makes the model of a node from its signature.</summary>
internal static class NodeParser
{
    public static NodeModel Parse(
        INamedTypeSymbol module, NodeSignature node, IReadOnlyList<NodeSignature> nodes, bool isEntry, ITypeSymbol? result,
        Compilation compilation) => new()
    {
        Name = node.Name,
        WireName = node.WireName,
        Method = Names.Escape(node.Method.Name),
        Inputs = InputsOf(node, isEntry).ToEquatableArray(),
        Arguments = ArgumentsOf(node).ToEquatableArray(),
        Edges = node.Edges.Select(edge => EdgeOf(edge, nodes, compilation)).ToEquatableArray(),
        Chunk = node.Chunk is { } chunk && RunRules.CanBeStream(module, node.Name) ? SurfaceType(chunk) : null,
        Return = node.Return,
        ReturnNeedsSuppression = node.ReturnsNullableTask ||
            (node.Result is not null && !SymbolEqualityComparer.IncludeNullability.Equals(node.Result, result)),
        Settings = AttributeReader.Settings(
            node.Attribute, "MaxAttempts", "TimeoutSeconds", "MaxConcurrency", "NonRetryable"),
    };

    /// <summary>A type of a payload; where generated code cannot name it, the module being at fault, something that it can.</summary>
    public static TypeModel SurfaceType(ITypeSymbol type) =>
        TypeRules.IsKnown(type) && TypeRules.IsPayload(type) && TypeRules.VisibilityOf(type) > Visibility.Less
            ? TypeRules.ToModel(type)
            : TypeModel.Unknown;

    /// <summary>A default value is one only where all inputs that follow have one as well.</summary>
    private static IEnumerable<InputModel> InputsOf(NodeSignature node, bool isEntry)
    {
        var inputs = node.Inputs.ToArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            var input = inputs[i];
            var type = isEntry ? SurfaceType(input.Type) : TypeRules.ToModel(input.Type);
            var isOptional = inputs.Skip(i).All(static later => later.HasExplicitDefaultValue);
            var defaultsToNull = input.HasExplicitDefaultValue && input.ExplicitDefaultValue is null;
            // A parameter whose name is still being typed has one in generated code.
            var name = input.Name.Length > 0 ? input.Name : Names.Free($"input{i + 1}", inputs.Select(static other => other.Name));
            yield return new InputModel(
                name, type,
                ChecksNull: input.Type.IsReferenceType && !TypeRules.AllowsNull(input.Type) && !defaultsToNull,
                Default: !isOptional ? null : ReferenceEquals(type, TypeModel.Unknown) ? "null!" : Literals.OfDefault(input));
        }
    }

    private static IEnumerable<ArgumentModel> ArgumentsOf(NodeSignature node)
    {
        var (inputs, edges) = (0, 0);
        foreach (var (parameter, kind) in node.Parameters)
        {
            yield return kind switch
            {
                ArgumentKind.Input => new(kind, Index: inputs++),
                ArgumentKind.Edge => new(kind, Index: edges++),
                ArgumentKind.Writer => new(kind, TypeRules.ToModel(NodeSignature.ArgumentsOf(parameter)[0])),
                ArgumentKind.Service or ArgumentKind.KeyedService => new(
                    kind, TypeRules.ToModel(parameter.Type), Key: KeyOf(parameter), IsOptional: TypeRules.AllowsNull(parameter.Type)),
                _ => new(kind),
            };
        }
    }

    private static string? KeyOf(IParameterSymbol parameter) =>
        AttributeReader.Find(parameter, KnownTypes.IsKeyedServiceAttribute) is not { } attribute ? null
        : attribute.ConstructorArguments is [var key] ? Literals.Of(key)
        : "null";

    private static EdgeModel EdgeOf(IParameterSymbol edge, IReadOnlyList<NodeSignature> nodes, Compilation compilation)
    {
        var target = GraphRules.TargetOf(edge, nodes);
        var payload = NodeSignature.ArgumentsOf(edge);
        var converts = target >= 0 && payload
            .Zip(nodes[target].Inputs, (type, input) => TypeRules.IsSame(type, input.Type, compilation))
            .Contains(false);
        return new EdgeModel(edge.Name, target, payload.Select(TypeRules.ToModel).ToEquatableArray(), converts);
    }
}

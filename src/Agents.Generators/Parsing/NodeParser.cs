using Agents.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Parsing;

/// <summary>Makes the model of a node from its signature.</summary>
internal static class NodeParser
{
    public static NodeModel Parse(ModuleReading module, int index, ITypeSymbol? result, Compilation compilation)
    {
        var node = module.Nodes[index];
        var start = module.Scopes.StartOf(index) is >= 0 and var opening ? module.Nodes[opening] : null;
        var aggregate = module.Scopes.AggregateOf(index);
        return new()
        {
            Name = node.Name,
            WireName = node.WireName,
            Method = Names.Escape(node.Method.Name),
            Inputs = InputsOf(node, isEntry: index == module.Entry).ToEquatableArray(),
            Arguments = ArgumentsOf(node).ToEquatableArray(),
            Edges = node.Edges.Select(edge => EdgeOf(edge, module.Nodes, compilation)).ToEquatableArray(),
            HumanInputs = node.HumanInputs.Select(input => HumanInputOf(module.Module, input)).ToEquatableArray(),
            Chunk = node.Chunk is { } chunk && RunRules.CanBeProperty(module.Module, node.Name) ? SurfaceType(chunk) : null,
            Return = node.Return,
            StartAllowsNull = aggregate >= 0 && FoldParser.StartAllowsNull(node, module.Nodes[aggregate]),
            StartValue = node.StartValue is { } value ? TypeRules.ToModel(value) : null,
            Aggregate = aggregate,
            Fold = FoldParser.Parse(node, start, compilation),
            ChangeAccessibility = ChangeAccessibilityOf(module.Module, node),
            ReturnNeedsSuppression = node.ReturnsNullableTask ||
                (node.Result is not null && !SymbolEqualityComparer.IncludeNullability.Equals(node.Result, result)),
            Settings = AttributeReader.Settings(
                node.Attribute, "MaxAttempts", "TimeoutSeconds", "MaxConcurrency", "NonRetryable", "CacheSeconds")
                .Concat(BudgetRules.SettingsOf(node.Method)).ToEquatableArray(),
        };
    }

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
            // What only the module can name stays inside it, but for the entry's.
            var type = isEntry || TypeRules.VisibilityOf(input.Type) > Visibility.Less ? SurfaceType(input.Type) : TypeRules.ToModel(input.Type);
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
        var (inputs, edges, humanInputs) = (0, 0, 0);
        foreach (var (parameter, kind) in node.Parameters)
        {
            yield return kind switch
            {
                ArgumentKind.Input => new(kind, Index: inputs++),
                ArgumentKind.Edge => new(kind, Index: edges++),
                ArgumentKind.HumanInput => new(kind, Index: humanInputs++),
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
        var gather = target >= 0 ? FoldParser.GatherOf(edge, nodes[target], compilation) : null;
        var converts = target >= 0 && gather is null && payload
            .Zip(nodes[target].Inputs, (type, input) => TypeRules.IsSame(type, input.Type, compilation))
            .Contains(false);
        return new EdgeModel(edge.Name, target, payload.Select(TypeRules.ToModel).ToEquatableArray(), converts, gather);
    }

    private static HumanInputModel HumanInputOf(INamedTypeSymbol module, IParameterSymbol input)
    {
        var types = NodeSignature.ArgumentsOf(input);
        var property = RunRules.PropertyOf(input);
        return new(
            input.Name, RunRules.CanBeProperty(module, property) ? property : null, SurfaceType(types[0]), SurfaceType(types[1]));
    }

    /// <summary>Who can change the inputs: those who see the module and can name them.</summary>
    private static string? ChangeAccessibilityOf(INamedTypeSymbol module, NodeSignature node)
    {
        if (node.Name == module.Name + "Changes" || !SyntaxFacts.IsValidIdentifier(node.Name))
            return null;
        return node.Inputs.Select(static input => TypeRules.VisibilityOf(input.Type)).Append(TypeRules.VisibilityOf(module)).Min() switch
        {
            Visibility.Public => "public",
            Visibility.Internal => TypeRules.VisibilityOf(module) is Visibility.Public ? "internal" : "public",
            _ => null,
        };
    }
}

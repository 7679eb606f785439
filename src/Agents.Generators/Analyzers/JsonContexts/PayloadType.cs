using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Analyzers.JsonContexts;

/// <summary>A type whose JSON an agent needs.</summary>
/// <param name="Type">The type.</param>
/// <param name="Role">What the agent needs it for, as messages say it.</param>
internal readonly record struct PayloadType(ITypeSymbol Type, string Role)
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    /// <summary>The type's full name.</summary>
    public string Name => NameOf(Type);

    /// <summary>A type's full name, the same for types that are one at run time: without annotations and the names of tuples' items.</summary>
    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(Format);

    /// <summary>The payloads of modules, and what their unions hold, in the order of the code.</summary>
    public static IEnumerable<PayloadType> Of(IEnumerable<INamedTypeSymbol> modules, CancellationToken cancellationToken)
    {
        foreach (var module in modules.Select(ModuleReading.Of).OfType<ModuleReading>())
        {
            foreach (var payload in module.Nodes.SelectMany(node => Of(module, node)))
                yield return payload;
            foreach (var payload in UnionFinder.In(module.Nodes, cancellationToken).SelectMany(Of))
                yield return payload;
        }
    }

    private static IEnumerable<PayloadType> Of(ModuleReading module, NodeSignature node)
    {
        foreach (var input in node.Inputs)
            yield return new(input.Type, $"an input of node '{node.Name}'");
        if (node.Result is { } result)
            yield return new(result, $"the result of agent '{module.Agent}'");
        if (node.Chunk is { } chunk)
            yield return new(chunk, $"what node '{node.Name}' streams");
        if (node.StartValue is { } value)
            yield return new(TypeRules.WithoutNull(value), $"what node '{node.Name}' gives to its aggregate");
        foreach (var type in node.HumanInputs.SelectMany(NodeSignature.ArgumentsOf))
            yield return new(type, $"what node '{node.Name}' asks people");
        foreach (var edge in node.Edges.Where(edge => GraphRules.TargetOf(edge, module.Nodes) is >= 0 and var target &&
            module.Nodes[target].Role is NodeRole.Aggregate))
        {
            foreach (var type in NodeSignature.ArgumentsOf(edge))
                yield return new(type, $"what node '{node.Name}' emits to '{edge.Name}'");
        }
    }

    private static IEnumerable<PayloadType> Of(INamedTypeSymbol union) =>
        from type in UnionRules.CasesOf(union)
        from property in CaseParser.WrittenOf(type)
        where !JsonShape.IsIgnored(property)
        select new PayloadType(property.Type, $"the type of '{property.Name}' in case '{type.Name}' of union '{union.Name}'");
}

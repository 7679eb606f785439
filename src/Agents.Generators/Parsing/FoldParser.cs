using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>Makes the models of folds, and of edges that feed them.</summary>
internal static class FoldParser
{
    /// <summary>The fold of an aggregate; null for any other node, and for an aggregate that cannot fold.</summary>
    /// <param name="node">The node.</param>
    /// <param name="start">The start of the scope that it gathers; null where no path leads to it.</param>
    /// <param name="compilation">What knows conversions.</param>
    public static FoldModel? Parse(NodeSignature node, NodeSignature? start, Compilation compilation)
    {
        if (Aggregator.Of(node) is not { Main: { } main } aggregator)
            return null;
        var inputs = node.Inputs.Select(static input => input.Type).ToArray();
        var result = TypeRules.ToModel(Aggregator.ResultOf(main));
        var fold = result.HasAnnotations && inputs.Length > 0 && TypeRules.ToModel(inputs[0]) != result ? "fold!" : "fold";
        return new()
        {
            Aggregator = TypeRules.ToModel(aggregator.Type),
            Item = TypeRules.ToModel(Aggregator.ItemOf(main)),
            State = TypeRules.ToModel(Aggregator.StateOf(main)),
            Result = result,
            Input = inputs.Length < 2 ? $"(fold, _) => {fold}" : $"(fold, start) => ({fold}, {StartOf(start, inputs[1], compilation)})",
            MayFinishEarly = aggregator.MayFinishEarly,
            Settings = AttributeReader.Settings(node.Attribute, "OnEarlyFinish"),
        };
    }

    /// <summary>How an aggregate takes what an edge emits; null where the target is none, or does not take it.</summary>
    public static GatherModel? GatherOf(IParameterSymbol edge, NodeSignature target, Compilation compilation)
    {
        if (Aggregator.Of(target) is not { } aggregator || Aggregator.EmittedBy(edge, compilation) is not { } emitted ||
            aggregator.TakerOf(emitted, compilation) is not { } taker)
        {
            return null;
        }

        var item = Aggregator.ItemOf(taker);
        var type = TypeRules.ToModel(item);
        var arguments = string.Join(", ", taker.TypeArguments.Select(static part => TypeRules.ToModel(part).Name));
        return new(
            TypeRules.ToModel(Aggregator.StateOf(taker)),
            aggregator.FindAdd(taker) is null
                ? $"global::Agents.Infrastructure.Aggregator.Add<{TypeRules.ToModel(aggregator.Type).Name}, {arguments}>"
                : TypeRules.ToModel(aggregator.Type).Name + ".Add",
            TypeRules.IsSame(emitted, item, compilation) ? "" : $"({type.Name})",
            RequiredPartsOf(item).ToEquatableArray());
    }

    /// <summary>Whether the value of a start may be null: if both it and its aggregate say so.</summary>
    public static bool StartAllowsNull(NodeSignature start, NodeSignature aggregate) =>
        start.StartValue is { } value && TypeRules.AllowsNull(value) &&
        aggregate.Inputs.LastOrDefault() is { } input && (TypeRules.AllowsNull(input.Type) || !input.Type.IsReferenceType);

    /// <summary>The value of the start as the aggregate's input: out of its box as what went in, unless a cast does both.</summary>
    private static string StartOf(NodeSignature? start, ITypeSymbol input, Compilation compilation)
    {
        var type = start?.StartValue is { } value && !TypeRules.IsAlready(value, input, compilation) ? value : input;
        return TypeRules.AllowsNull(type) ? $"({TypeRules.ToModel(type).Name})start" : $"({TypeRules.ToModel(type).Name})start!";
    }

    private static IEnumerable<string> RequiredPartsOf(ITypeSymbol item) =>
        item is INamedTypeSymbol { IsTupleType: true } tuple
            ? tuple.TupleElements.Select(static (element, i) => (element.Type, Name: $"item.Item{i + 1}"))
                .Where(static part => IsRequired(part.Type)).Select(static part => part.Name)
            : IsRequired(item) ? ["item"] : [];

    private static bool IsRequired(ITypeSymbol type) => type.IsReferenceType && !TypeRules.AllowsNull(type);
}

using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Analyzers.JsonContexts;

/// <summary>The types that contexts know: those they list, and what is reached from these.</summary>
internal static class ListedTypes
{
    /// <summary>The full names of the types.</summary>
    public static HashSet<string> In(IEnumerable<INamedTypeSymbol> contexts) =>
        new(TypeWalk.Over(contexts.SelectMany(RootsOf), PartsOf).Select(PayloadType.NameOf), StringComparer.Ordinal);

    private static IEnumerable<ITypeSymbol> RootsOf(INamedTypeSymbol context) => context.GetAttributes()
        .Where(static attribute => KnownTypes.IsJsonAttribute(attribute.AttributeClass, "JsonSerializableAttribute"))
        .Select(static attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
        .OfType<ITypeSymbol>();

    private static IEnumerable<ITypeSymbol> PartsOf(ITypeSymbol type)
    {
        var parts = JsonShape.PartsOf(type).Select(static part => part.Type);
        // The source generator does not see what is generated for a union, so it does not go on to the cases.
        return type is INamedTypeSymbol named && UnionRules.IsUnion(named) ? parts : parts.Concat(JsonShape.VariantsOf(type));
    }
}

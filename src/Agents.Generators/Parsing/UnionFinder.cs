using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>
/// Finds the unions that occur in a module's payloads: as one, as an element or type argument of one, or as a public property
/// of one. The runtime must know their JSON before it asks anybody else.
/// </summary>
internal static class UnionFinder
{
    /// <summary>The unions' names, as generated code writes them.</summary>
    public static EquatableArray<string> Find(IReadOnlyList<NodeSignature> nodes, CancellationToken cancellationToken) =>
        new SortedSet<string>(In(nodes, cancellationToken).Select(static union => TypeRules.ToModel(union).Bare), StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>The unions, the nearest first.</summary>
    public static IEnumerable<INamedTypeSymbol> In(IReadOnlyList<NodeSignature> nodes, CancellationToken cancellationToken) => TypeWalk
        .Over(
            nodes.SelectMany(static node => node.Payloads),
            PartsOf)
        .OfType<INamedTypeSymbol>()
        .Where(type =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return UnionRules.IsUnion(type) && UnionRules.HasJson(type, cancellationToken);
        });

    private static IEnumerable<ITypeSymbol> PartsOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return [array.ElementType];
        if (type is not INamedTypeSymbol named)
            return [];
        IEnumerable<ITypeSymbol> parts = named.TypeArguments;
        if (named.BaseType is { } parent)
            parts = parts.Append(parent);
        if (TypeRules.IsFramework(named))
            return parts;
        return parts
            .Concat(named.GetMembers().OfType<IPropertySymbol>()
                .Where(static property => property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false })
                .Select(static property => property.Type))
            .Concat(UnionRules.IsUnion(named) ? named.GetTypeMembers() : []);
    }
}

using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>
/// Finds the unions that occur in a module's payloads: as a chunk, an input or the result, as an element or type argument of
/// one, or as a public property of one. The runtime must know their JSON before it asks anybody else.
/// </summary>
internal static class UnionFinder
{
    public static EquatableArray<string> Find(IReadOnlyList<NodeSignature> nodes, CancellationToken cancellationToken)
    {
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var unions = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            foreach (var type in node.Inputs.Select(static input => input.Type).Append(node.Result).Append(node.Chunk))
                Visit(type);
        }

        return unions.ToEquatableArray();

        void Visit(ITypeSymbol? type)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (type is IArrayTypeSymbol array)
                Visit(array.ElementType);
            if (type is not INamedTypeSymbol named || !seen.Add(named))
                return;
            if (UnionRules.IsUnion(named) && UnionRules.HasJson(named, cancellationToken))
                unions.Add(TypeRules.ToModel(named).Bare);
            Visit(named.BaseType);
            foreach (var argument in named.TypeArguments)
                Visit(argument);
            if (IsFrameworkType(named))
                return;
            foreach (var property in named.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false })
                    Visit(property.Type);
            }

            foreach (var nested in UnionRules.IsUnion(named) ? named.GetTypeMembers() : [])
                Visit(nested);
        }
    }

    private static bool IsFrameworkType(INamedTypeSymbol type)
    {
        var root = type.ContainingNamespace;
        while (root is { ContainingNamespace.IsGlobalNamespace: false })
            root = root.ContainingNamespace;
        return root?.Name is "System" or "Microsoft";
    }
}

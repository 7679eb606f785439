using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>Finds the modules of a project, for rules about all of them. The generator, which works by the module, does not.</summary>
internal static class ModuleFinder
{
    /// <summary>The modules that are declared in a compilation's own assembly, in the order of their full names.</summary>
    public static IReadOnlyList<INamedTypeSymbol> Find(Compilation compilation) => [.. TypesOf(compilation.Assembly.GlobalNamespace)
        .Where(static type => type.TypeKind is TypeKind.Class && AttributeReader.Has(type, KnownTypes.IsAgentModuleAttribute))
        .OrderBy(PlaceParser.MetadataNameOf, StringComparer.Ordinal)];

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol symbol)
    {
        foreach (var member in symbol.GetMembers())
        {
            if (member is not INamespaceOrTypeSymbol inner)
                continue;
            if (inner is INamedTypeSymbol type)
                yield return type;
            foreach (var nested in TypesOf(inner))
                yield return nested;
        }
    }
}

using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>Finds the modules of a project, for rules about all of them. The generator, which works by the module, does not.</summary>
internal static class ModuleFinder
{
    /// <summary>The modules that are declared in a compilation's own assembly, in the order of their full names.</summary>
    public static IReadOnlyList<INamedTypeSymbol> Find(Compilation compilation) => [.. DeclaredTypes.Of(compilation)
        .Where(static type => type.TypeKind is TypeKind.Class && AttributeReader.Has(type, KnownTypes.IsAgentModuleAttribute))
        .OrderBy(PlaceParser.MetadataNameOf, StringComparer.Ordinal)];
}

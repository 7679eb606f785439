using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>Finds all types of a project, for rules about all of it. The generator, which works by the module, does not.</summary>
internal static class DeclaredTypes
{
    /// <summary>The types that are declared in a compilation's own assembly, nested ones too.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(Compilation compilation) => In(compilation.Assembly.GlobalNamespace);

    private static IEnumerable<INamedTypeSymbol> In(INamespaceOrTypeSymbol symbol)
    {
        foreach (var member in symbol.GetMembers())
        {
            if (member is not INamespaceOrTypeSymbol inner)
                continue;
            if (inner is INamedTypeSymbol type)
                yield return type;
            foreach (var nested in In(inner))
                yield return nested;
        }
    }
}

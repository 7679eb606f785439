using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>Finds all types of a project, for rules about all of it. The generator, which works by the module, does not.</summary>
internal static class DeclaredTypes
{
    /// <summary>The types that are declared in a compilation's own assembly, nested ones too.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(Compilation compilation) => In(compilation.Assembly.GlobalNamespace);

    private static IEnumerable<INamedTypeSymbol> In(INamespaceOrTypeSymbol symbol)
    {
        // Not all members: the compiler would have to make those of every type, and after each edit again.
        foreach (var type in symbol.GetTypeMembers())
        {
            yield return type;
            foreach (var nested in In(type))
                yield return nested;
        }

        if (symbol is not INamespaceSymbol @namespace)
            yield break;
        foreach (var inner in @namespace.GetNamespaceMembers())
        {
            foreach (var type in In(inner))
                yield return type;
        }
    }
}

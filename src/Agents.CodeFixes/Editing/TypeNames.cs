using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Agents.CodeFixes;

/// <summary>Names types in new code.</summary>
internal static class TypeNames
{
    /// <summary>The type's name, as short as it can be at its place; a using is added where one is missing.</summary>
    public static TypeSyntax NameOf(DocumentEditor editor, ITypeSymbol type, SyntaxNode place)
    {
        var name = ((TypeSyntax)editor.Generator.TypeExpression(type)).WithAdditionalAnnotations(Simplifier.Annotation);
        // Asked for a using that is not needed, the workspace leaves an empty line where it would stand.
        return PartsOf(type).All(part => IsVisible(part, editor.SemanticModel, place.SpanStart))
            ? name
            : name.WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);
    }

    private static bool IsVisible(INamedTypeSymbol type, SemanticModel model, int position) =>
        type.SpecialType is not SpecialType.None ||
        model.LookupNamespacesAndTypes(position, name: type.Name).Contains(type.OriginalDefinition, SymbolEqualityComparer.Default);

    private static IEnumerable<INamedTypeSymbol> PartsOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => PartsOf(array.ElementType),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TypeArguments.SelectMany(PartsOf),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(PartsOf).Append(named),
        _ => [],
    };
}

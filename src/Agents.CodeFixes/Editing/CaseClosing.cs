using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.FindSymbols;

namespace Agents.CodeFixes;

/// <summary>Makes a record what a case is: sealed, and as accessible as its union.</summary>
internal static class CaseClosing
{
    public static bool IsOpen(INamedTypeSymbol type, INamedTypeSymbol union) => !type.IsSealed || IsHidden(type, union);

    /// <summary>Whether the record can be closed: nobody derives from it, and it shows no type that others may not see.</summary>
    public static async Task<bool> IsSureAsync(
        INamedTypeSymbol type, INamedTypeSymbol union, Solution solution, CancellationToken cancellationToken) =>
        type is { Arity: 0, IsAbstract: false } &&
        (type.IsSealed || !type.GetMembers().Any(static member => member is { IsVirtual: true, IsImplicitlyDeclared: false })) &&
        (!IsHidden(type, union) || (type.DeclaringSyntaxReferences.Length == 1 &&
            ShownBy(type).All(shown => TypeRules.VisibilityOf(shown) >= TypeRules.VisibilityOf(union)))) &&
        !(await SymbolFinder.FindDerivedClassesAsync(type, solution, cancellationToken: cancellationToken).ConfigureAwait(false)).Any();

    public static SyntaxNode Apply(SyntaxNode declaration, SyntaxGenerator generator, bool isHidden)
    {
        var accessible = isHidden ? generator.WithAccessibility(declaration, Accessibility.Public) : declaration;
        return generator.WithModifiers(accessible, generator.GetModifiers(accessible).WithIsSealed(true));
    }

    /// <summary>Whether the record is less accessible than the union.</summary>
    public static bool IsHidden(INamedTypeSymbol type, INamedTypeSymbol union) =>
        TypeRules.VisibilityOf(type) < TypeRules.VisibilityOf(union) || type.DeclaredAccessibility < Accessibility.Internal;

    /// <summary>The types that the members of a record show to everybody who sees it.</summary>
    private static IEnumerable<ITypeSymbol> ShownBy(INamedTypeSymbol type) => type.GetMembers()
        .Where(static member => member.DeclaredAccessibility is
            Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)
        .SelectMany(static member => member switch
        {
            IPropertySymbol property => property.Parameters.Select(static parameter => parameter.Type).Append(property.Type),
            IFieldSymbol field => [field.Type],
            IEventSymbol @event => [@event.Type],
            IMethodSymbol method => method.Parameters.Select(static parameter => parameter.Type).Append(method.ReturnType),
            _ => Enumerable.Empty<ITypeSymbol>(),
        })
        .Where(shown => !SymbolEqualityComparer.Default.Equals(shown, type));
}

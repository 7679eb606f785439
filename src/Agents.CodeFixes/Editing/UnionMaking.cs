using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.FindSymbols;

namespace Agents.CodeFixes;

/// <summary>Makes a type the abstract record that a union is.</summary>
internal static class UnionMaking
{
    /// <summary>Whether nothing that is written now stands against it.</summary>
    public static async Task<bool> IsSureAsync(
        TypeDeclarationSyntax declaration, INamedTypeSymbol type, Solution solution, CancellationToken cancellationToken)
    {
        var lacksAbstract = !type.IsAbstract;
        var lacksRecord = !type.IsRecord;
        return (lacksAbstract || lacksRecord) && !type.IsStatic &&
            (!lacksAbstract || !await IsMadeAsync(type, solution, cancellationToken).ConfigureAwait(false)) &&
            (!lacksRecord || await CanBeRecordAsync(declaration, type, solution, cancellationToken).ConfigureAwait(false));
    }

    public static SyntaxNode Apply(TypeDeclarationSyntax declaration, SyntaxGenerator generator)
    {
        var union = declaration is ClassDeclarationSyntax type ? ToRecord(type) : declaration;
        return generator.WithModifiers(union, generator.GetModifiers(union).WithIsSealed(false).WithIsAbstract(true));
    }

    /// <summary>Whether somebody makes an instance of the type itself.</summary>
    private static async Task<bool> IsMadeAsync(INamedTypeSymbol type, Solution solution, CancellationToken cancellationToken)
    {
        foreach (var constructor in type.InstanceConstructors)
        {
            foreach (var reference in await SymbolFinder.FindReferencesAsync(constructor, solution, cancellationToken).ConfigureAwait(false))
            {
                foreach (var location in reference.Locations)
                {
                    var root = await location.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
                    var node = root!.FindNode(location.Location.SourceSpan, getInnermostNodeForTie: true);
                    if (node.AncestorsAndSelf().SkipWhile(static node => node is NameSyntax).FirstOrDefault() is BaseObjectCreationExpressionSyntax)
                        return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// A class can become a record if it declares nothing of what a record brings along, and if only records derive from it,
    /// which cannot derive from a class.
    /// </summary>
    private static async Task<bool> CanBeRecordAsync(
        TypeDeclarationSyntax declaration, INamedTypeSymbol type, Solution solution, CancellationToken cancellationToken) =>
        declaration is ClassDeclarationSyntax { ParameterList: null } &&
        type.BaseType is { SpecialType: SpecialType.System_Object } &&
        type.DeclaringSyntaxReferences.Count(reference => solution.GetDocument(reference.SyntaxTree) is not (null or SourceGeneratedDocument)) == 1 &&
        !type.GetMembers().Any(static member => !member.IsImplicitlyDeclared &&
            member.Name is "Equals" or "GetHashCode" or "Clone" or "PrintMembers" or "EqualityContract" or "op_Equality" or "op_Inequality") &&
        (await SymbolFinder.FindDerivedClassesAsync(type, solution, transitive: false, cancellationToken: cancellationToken)
            .ConfigureAwait(false)).All(static derived => derived.IsRecord);

    private static RecordDeclarationSyntax ToRecord(ClassDeclarationSyntax type) => SyntaxFactory.RecordDeclaration(
        SyntaxKind.RecordDeclaration, type.AttributeLists, type.Modifiers,
        SyntaxFactory.Token(SyntaxKind.RecordKeyword).WithTriviaFrom(type.Keyword), default, type.Identifier, type.TypeParameterList,
        type.ParameterList, type.BaseList, type.ConstraintClauses, type.OpenBraceToken, type.Members, type.CloseBraceToken, type.SemicolonToken);
}

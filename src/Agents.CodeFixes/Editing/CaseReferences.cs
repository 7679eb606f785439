using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace Agents.CodeFixes;

/// <summary>Finds where a record is named, and how to name it there once it is a case of a union.</summary>
internal static class CaseReferences
{
    /// <summary>The names to replace, with their documents; in the record's own declaration, which moves, by its bare name.</summary>
    public static async Task<IReadOnlyList<(DocumentId Document, SyntaxNode Name, SyntaxNode Replacement)>> FindAsync(
        INamedTypeSymbol type, INamedTypeSymbol union, SyntaxNode declaration, Solution solution, CancellationToken cancellationToken)
    {
        var replacements = new List<(DocumentId, SyntaxNode, SyntaxNode)>();
        var references = await SymbolFinder.FindReferencesAsync(type, solution, cancellationToken).ConfigureAwait(false);
        foreach (var group in references
            .SelectMany(static reference => reference.Locations)
            .Where(static location => !location.IsImplicit && location.Document is not SourceGeneratedDocument)
            .GroupBy(static location => location.Document))
        {
            var root = await group.Key.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            var model = await group.Key.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
            var names = group
                .Select(location => root!.FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true))
                .OfType<SimpleNameSyntax>()
                .Where(name => name.Identifier.ValueText == type.Name)
                .Select(WithQualifier)
                .Distinct();
            replacements.AddRange(names.Select(name => (
                group.Key.Id, name, Rewrite(name, declaration.Contains(name) ? type.Name : $"{NameOf(union, name, model!)}.{type.Name}"))));
        }

        return replacements;
    }

    /// <summary>The name with all that stands before it.</summary>
    private static SyntaxNode WithQualifier(SimpleNameSyntax name) => name.Parent switch
    {
        QualifiedNameSyntax qualified when qualified.Right == name => qualified,
        AliasQualifiedNameSyntax qualified when qualified.Name == name => qualified,
        MemberAccessExpressionSyntax access when access.Name == name => access,
        NameMemberCrefSyntax { Parent: QualifiedCrefSyntax cref } => cref,
        _ => name,
    };

    private static string NameOf(INamedTypeSymbol union, SyntaxNode place, SemanticModel model) =>
        place.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null
            ? union.ToMinimalDisplayString(model, place.SpanStart)
            : union.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static SyntaxNode Rewrite(SyntaxNode name, string text)
    {
        SyntaxNode replacement = name switch
        {
            QualifiedCrefSyntax => SyntaxFactory.NameMemberCref(SyntaxFactory.ParseTypeName(text)),
            _ when Syntax.IsExpression(name) => SyntaxFactory.ParseExpression(text),
            _ => SyntaxFactory.ParseName(text),
        };
        return replacement.WithTriviaFrom(name);
    }
}

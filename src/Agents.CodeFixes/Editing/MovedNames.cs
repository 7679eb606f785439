using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Agents.CodeFixes;

/// <summary>
/// The names in a record that is to be moved into a union. Those that mean nothing or something else there are qualified, and
/// what they come from is imported.
/// </summary>
internal sealed class MovedNames
{
    private readonly SyntaxAnnotation import = new();
    private readonly Dictionary<SimpleNameSyntax, ISymbol> qualifiers = [];

    private MovedNames()
    {
    }

    /// <summary>Reads the names; null if it is not sure what one would mean at the new place.</summary>
    public static async Task<MovedNames?> ReadAsync(
        Document source, RecordDeclarationSyntax record, Document target, RecordDeclarationSyntax part, CancellationToken cancellationToken)
    {
        var here = await source.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var there = await target.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (here is null || there is null || record.DescendantNodes().Any(static node => node is QueryExpressionSyntax))
            return null;
        var type = here.GetDeclaredSymbol(record, cancellationToken)!;
        var place = new NewPlace(type, type.BaseType!, part, there);
        var names = new MovedNames();
        foreach (var name in record.DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>().Where(IsLookedUp))
        {
            if (here.GetAliasInfo(name, cancellationToken) is not null)
                return null;
            var symbol = here.GetSymbolInfo(name, cancellationToken).Symbol;
            switch (place.MeaningOf(symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? symbol.ContainingType : symbol, name))
            {
                case Meaning.Unsure:
                    return null;
                case Meaning.Foreign:
                    names.qualifiers.Add(name, symbol!.ContainingSymbol);
                    break;
            }
        }

        return names;
    }

    /// <summary>The record, with its names qualified where they must be, and with others replaced.</summary>
    public RecordDeclarationSyntax Qualify(RecordDeclarationSyntax record, IReadOnlyDictionary<SyntaxNode, SyntaxNode> replacements) =>
        record.ReplaceNodes(qualifiers.Keys.Concat(replacements.Keys), (original, rewritten) =>
            replacements.TryGetValue(original, out var replacement)
                ? replacement
                : Qualify((SimpleNameSyntax)rewritten, qualifiers[(SimpleNameSyntax)original], Syntax.IsExpression(original)));

    private ExpressionSyntax Qualify(SimpleNameSyntax name, ISymbol container, bool isExpression)
    {
        var (bare, qualifier) = (name.WithoutTrivia(), container.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
        ExpressionSyntax qualified = container is INamespaceSymbol { IsGlobalNamespace: true }
            ? SyntaxFactory.AliasQualifiedName(SyntaxFactory.IdentifierName(SyntaxFactory.Token(SyntaxKind.GlobalKeyword)), bare)
            : isExpression
            ? SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.ParseExpression(qualifier), bare)
            : SyntaxFactory.QualifiedName(SyntaxFactory.ParseName(qualifier), bare);
        return qualified.WithTriviaFrom(name).WithAdditionalAnnotations(Simplifier.Annotation, import);
    }

    /// <summary>Imports the namespaces by which names were qualified.</summary>
    public async Task<Solution> ImportAsync(Solution solution, DocumentId document, CancellationToken cancellationToken) =>
        qualifiers.Count == 0
            ? solution
            : (await ImportAdder.AddImportsAsync(solution.GetDocument(document)!, import, cancellationToken: cancellationToken)
                .ConfigureAwait(false)).Project.Solution;

    /// <summary>Whether the name is looked up in what is around it, not in what stands before it or what it belongs to.</summary>
    private static bool IsLookedUp(SimpleNameSyntax name) => name switch
    {
        IdentifierNameSyntax { IsVar: true } or { Parent: NameColonSyntax or NameEqualsSyntax or XmlNameAttributeSyntax } => false,
        { Parent: QualifiedNameSyntax qualified } => qualified.Left == name,
        { Parent: AliasQualifiedNameSyntax } => false,
        { Parent: AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment } => assignment.Left != name,
        { Parent: InvocationExpressionSyntax invocation, Identifier.ValueText: "nameof" } => invocation.Expression != name,
        _ => true,
    };
}

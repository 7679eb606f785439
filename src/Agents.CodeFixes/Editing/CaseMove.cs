using Agents.Generators;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace Agents.CodeFixes;

/// <summary>Moves a record into the union that it derives from, and lets all who name it find it there.</summary>
/// <param name="Union">The union.</param>
/// <param name="Type">The record.</param>
/// <param name="Declaration">Where the record is declared.</param>
/// <param name="Source">The document of the record.</param>
/// <param name="Part">The part of the union that takes it in.</param>
/// <param name="Target">The document of that part.</param>
/// <param name="Names">The names in the record.</param>
internal sealed record CaseMove(
    INamedTypeSymbol Union, INamedTypeSymbol Type, RecordDeclarationSyntax Declaration, Document Source,
    RecordDeclarationSyntax Part, Document Target, MovedNames Names)
{
    /// <summary>Plans the move; null where it is not sure.</summary>
    public static async Task<CaseMove?> PlanAsync(
        Document source, TypeDeclarationSyntax declaration, INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (declaration is not RecordDeclarationSyntax { ContainsDirectives: false } record ||
            type is not { BaseType: { } union, IsFileLocal: false, DeclaringSyntaxReferences.Length: 1 } ||
            ModuleRules.IsGeneric(type) || ModuleRules.IsGeneric(union) || !PlaceParser.IsPartial(union, cancellationToken) ||
            type.Name == union.Name || union.GetMembers(type.Name).Length > 0 ||
            !await CaseClosing.IsSureAsync(type, union, source.Project.Solution, cancellationToken).ConfigureAwait(false) ||
            AttributeReader.Find(union, KnownTypes.IsChunkUnionAttribute)?.ApplicationSyntaxReference is not { } attribute ||
            source.Project.GetDocument(attribute.SyntaxTree) is not { } target)
        {
            return null;
        }

        var syntax = await attribute.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        return syntax.FirstAncestorOrSelf<RecordDeclarationSyntax>() is { ContainsDiagnostics: false } part &&
            await MovedNames.ReadAsync(source, record, target, part, cancellationToken).ConfigureAwait(false) is { } names
            ? new(union, type, record, source, part, target, names)
            : null;
    }

    /// <summary>Moves it, in the solution for which the move was planned.</summary>
    public async Task<Solution> ApplyAsync(Solution solution, CancellationToken cancellationToken)
    {
        var editor = new SolutionEditor(solution);
        var own = new Dictionary<SyntaxNode, SyntaxNode>();
        var references = await CaseReferences.FindAsync(Type, Union, Declaration, solution, cancellationToken).ConfigureAwait(false);
        foreach (var (document, name, replacement) in references)
        {
            if (Declaration.Contains(name))
                own.Add(name, replacement);
            else
                (await editor.GetDocumentEditorAsync(document, cancellationToken).ConfigureAwait(false)).ReplaceNode(name, replacement);
        }

        var moved = Names.Qualify(Declaration, own);

        var source = await editor.GetDocumentEditorAsync(Source.Id, cancellationToken).ConfigureAwait(false);
        CloseGap(source);
        source.RemoveNode(Declaration, SyntaxRemoveOptions.KeepNoTrivia);
        var target = await editor.GetDocumentEditorAsync(Target.Id, cancellationToken).ConfigureAwait(false);
        target.ReplaceNode(Part, (part, generator) => Take((RecordDeclarationSyntax)part, moved, generator));
        return await Names.ImportAsync(editor.GetChangedSolution(), Target.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where the record comes first, what follows moves up to its place.</summary>
    private void CloseGap(DocumentEditor editor)
    {
        var siblings = Declaration.Parent!.ChildNodes().OfType<MemberDeclarationSyntax>().ToList();
        if (siblings.Count > 1 && siblings[0] == Declaration)
            editor.ReplaceNode(siblings[1], (next, _) => WithBlankLinesOf(Declaration, next));
    }

    private RecordDeclarationSyntax Take(RecordDeclarationSyntax part, SyntaxNode moved, SyntaxGenerator generator)
    {
        // Where nothing is said a record is internal, but private once it is nested.
        var isHidden = CaseClosing.IsHidden(Type, Union) || generator.GetAccessibility(moved) is Accessibility.NotApplicable;
        var @case = (RecordDeclarationSyntax)CaseClosing.Apply(
            WithBlankLinesOf(part.Members.LastOrDefault(), moved), generator, isHidden);
        if (part.OpenBraceToken.IsKind(SyntaxKind.None))
        {
            part = part.WithSemicolonToken(default)
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithAdditionalAnnotations(Formatter.Annotation))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken)
                    .WithTrailingTrivia(part.SemicolonToken.TrailingTrivia).WithAdditionalAnnotations(Formatter.Annotation));
        }

        return part.AddMembers(@case.WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>Puts a node behind as many blank lines as another.</summary>
    private static SyntaxNode WithBlankLinesOf(SyntaxNode? other, SyntaxNode node)
    {
        var lines = other?.GetLeadingTrivia().TakeWhile(IsLineEnd) ?? [];
        return node.WithLeadingTrivia(lines.Concat(node.GetLeadingTrivia().SkipWhile(IsLineEnd)));
    }

    private static bool IsLineEnd(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}

using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Agents.CodeFixes;

/// <summary>
/// Closes a union: makes it an abstract record, its cases sealed and as accessible as it is, and takes in records that derive
/// from it outside.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CloseUnionFix)), Shared]
public sealed class CloseUnionFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Rules.UnionNotAbstract.Id, Rules.OpenCase.Id, Rules.DerivedOutside.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await FindNodeAsync<TypeDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false) is not
                { ContainsDiagnostics: false } declaration ||
            await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model ||
            model.GetDeclaredSymbol(declaration, cancellationToken) is not { } type)
        {
            return [];
        }

        var solution = document.Project.Solution;
        if (diagnostic.Id == Rules.UnionNotAbstract.Id)
        {
            return await UnionMaking.IsSureAsync(declaration, type, solution, cancellationToken).ConfigureAwait(false)
                ? [Edit($"Make '{type.Name}' an abstract record", Rules.UnionNotAbstract.Id, document, editor =>
                    editor.ReplaceNode(declaration, static (node, generator) => UnionMaking.Apply((TypeDeclarationSyntax)node, generator)))]
                : [];
        }

        if (diagnostic.Id == Rules.OpenCase.Id)
        {
            return type.ContainingType is { } union && CaseClosing.IsOpen(type, union) &&
                await CaseClosing.IsSureAsync(type, union, solution, cancellationToken).ConfigureAwait(false)
                ? [Edit($"Close case '{type.Name}'", Rules.OpenCase.Id, document, editor =>
                    editor.ReplaceNode(declaration, (node, generator) => CaseClosing.Apply(node, generator, CaseClosing.IsHidden(type, union))))]
                : [];
        }

        return await CaseMove.PlanAsync(document, declaration, type, cancellationToken).ConfigureAwait(false) is { } move
            ? [new($"Move '{type.Name}' into '{move.Union.Name}'", Rules.DerivedOutside.Id, move.ApplyAsync)]
            : [];
    }
}

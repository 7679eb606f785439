using System.Collections.Immutable;
using System.Composition;
using Agents.Generators;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Agents.CodeFixes;

/// <summary>Removes what bounds nothing from a budget, and the budget if nothing is left of it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveBudgetFix)), Shared]
public sealed class RemoveBudgetFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.BudgetMisplaced.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var member = await FindNodeAsync<MemberDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        if (member is null || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model ||
            model.GetDeclaredSymbol(member, cancellationToken) is not { } symbol ||
            AttributeReader.Find(symbol, KnownTypes.IsBudgetAttribute) is not { } budget ||
            Attributes.SyntaxOf(budget, cancellationToken) is not { Parent.Parent: MemberDeclarationSyntax owner } attribute ||
            owner.AttributeLists.Any(static list => list.ContainsDirectives) ||
            document.Project.GetDocument(attribute.SyntaxTree) is not { } place ||
            BudgetRules.WrongIn(budget, symbol).Select(static wrong => wrong.Name).ToArray() is not [_, ..] names)
        {
            return [];
        }

        return [Edit("Remove what has no effect", nameof(RemoveBudgetFix), place, editor =>
        {
            var rest = Attributes.Without(attribute, names);
            if (rest.ArgumentList is null)
                editor.ReplaceNode(owner, Attributes.Remove(owner, attribute));
            else
                editor.ReplaceNode(attribute, rest);
        })];
    }
}

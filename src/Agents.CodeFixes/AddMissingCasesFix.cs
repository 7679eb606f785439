using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Agents.CodeFixes;

/// <summary>Adds the missing cases of a union to a switch.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddMissingCasesFix)), Shared]
public sealed class AddMissingCasesFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.MissingCase.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await FindNodeAsync<SyntaxNode>(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { ContainsDiagnostics: false } node ||
            await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model ||
            UnionCoverage.Of(model.GetOperation(node, cancellationToken), model.Compilation) is not { Missing: [_, ..] missing })
        {
            return [];
        }

        var inside = node is SwitchStatementSyntax { Sections: [.., var section] } ? section.Statements.Span.Start : node.GetLastToken().SpanStart;
        var taken = model.LookupSymbols(inside)
            .Where(static symbol => symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol)
            .Select(static symbol => symbol.Name)
            .ToList();
        var patterns = missing.Select(type => MissingCase.PatternFor(type, Names.Free(UnionRules.HandlerOf(type), taken))).ToList();
        return [Edit("Add the missing cases", nameof(AddMissingCasesFix), document, editor => editor.ReplaceNode(node, node switch
        {
            SwitchExpressionSyntax expression => MissingCase.AddTo(expression, patterns),
            _ => MissingCase.AddTo((SwitchStatementSyntax)node, patterns),
        }))];
    }
}

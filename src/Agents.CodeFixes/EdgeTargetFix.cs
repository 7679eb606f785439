using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Rename;

namespace Agents.CodeFixes;

/// <summary>Leads an edge that names no node to the node whose name is most like it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EdgeTargetFix)), Shared]
public sealed class EdgeTargetFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.EdgeToNowhere.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await LostEdge.FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { } edge ||
            GraphRules.NearestOf(edge.Symbol, edge.Module.Nodes) is not { } target)
        {
            return [];
        }

        var title = $"Lead '{edge.Symbol.Name}' to node '{target.Name}'";
        var name = Names.Camel(target.Name);
        var arguments = SyntaxFactory.ParseAttributeArgumentList($"(nameof({target.Method.Name}))");
        if (edge.To is { } to)
            return [Edit(title, nameof(EdgeTargetFix), document, editor => editor.ReplaceNode(to, to.WithArgumentList(arguments)))];
        if (edge.Method.Parameters.Any(parameter => parameter.Name == name) || !SyntaxFacts.IsValidIdentifier(name))
        {
            return [Edit(title, nameof(EdgeTargetFix), document, editor =>
                editor.ReplaceNode(edge.Syntax, WithTo(edge.Syntax, arguments)))];
        }

        return [new(title, nameof(EdgeTargetFix), (solution, token) =>
            Renamer.RenameSymbolAsync(solution, edge.Symbol, new SymbolRenameOptions(), name, token))];
    }

    private static ParameterSyntax WithTo(ParameterSyntax edge, AttributeArgumentListSyntax? arguments) => edge
        .WithoutLeadingTrivia()
        .WithAttributeLists(edge.AttributeLists.Insert(0, SyntaxFactory
            .AttributeList([SyntaxFactory.Attribute(SyntaxFactory.IdentifierName("To"), arguments)])
            .WithTrailingTrivia(SyntaxFactory.Space)))
        .WithLeadingTrivia(edge.GetLeadingTrivia());
}

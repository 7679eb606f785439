using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Agents.CodeFixes;

/// <summary>Marks a node as the entry: one of those without an incoming edge, or any where there is none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkEntryFix)), Shared]
public sealed class MarkEntryFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.EntryUnclear.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var reading = await FindModuleAsync(document, diagnostic, cancellationToken).ConfigureAwait(false);
        return reading is null || reading.Entry >= 0 ? [] : [.. GraphRules.CandidatesOf(reading.Nodes)
            .Select((node, i) => (Node: node, Place: i, Attribute: node.Attribute.ApplicationSyntaxReference))
            .Where(static candidate => candidate.Attribute is not null)
            .Select(candidate => Edit(
                $"Mark '{candidate.Node.Name}' as the entry",
                $"{nameof(MarkEntryFix)}.{candidate.Place}",
                document.Project.GetDocument(candidate.Attribute!.SyntaxTree)!,
                editor => editor.ReplaceNode(candidate.Attribute.GetSyntax(cancellationToken), static (node, _) => Attributes.With(
                    (AttributeSyntax)node, "Entry", SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression)))))];
    }
}

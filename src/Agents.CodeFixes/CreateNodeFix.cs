using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace Agents.CodeFixes;

/// <summary>Creates the node that an edge names, behind the node that has the edge.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CreateNodeFix)), Shared]
public sealed class CreateNodeFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.EdgeToNowhere.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await LostEdge.FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { } edge ||
            edge.Symbol.Name.Length == 0 || edge.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method)
        {
            return [];
        }

        var name = GraphRules.NamedTargetOf(edge.Symbol) ?? char.ToUpperInvariant(edge.Symbol.Name[0]) + edge.Symbol.Name.Substring(1);
        return SyntaxFacts.IsValidIdentifier(name) && !edge.Module.Module.GetMembers(name).Any()
            ? [Edit($"Create node '{name}'", nameof(CreateNodeFix), document, editor =>
            {
                var lineEnd = Syntax.LineEndOf(method);
                editor.InsertAfter(method, NodeFor(edge, name, editor.Generator).WithLeadingTrivia(lineEnd).WithTrailingTrivia(lineEnd));
            })]
            : [];
    }

    /// <summary>A node that takes what the edge emits, and gives the agent's result if it has one.</summary>
    private static MethodDeclarationSyntax NodeFor(LostEdge edge, string name, SyntaxGenerator generator)
    {
        var payload = NodeSignature.ArgumentsOf(edge.Symbol);
        var inputs = payload.Select((type, i) => Syntax.Parameter(Syntax.Type(type), payload.Count == 1 ? "value" : $"value{i + 1}"));
        var token = Syntax.Parameter(Syntax.Type("System.Threading.CancellationToken"), "cancellationToken");
        var result = edge.Module.Nodes.Select(static node => node.Result).FirstOrDefault(static type => type is not null);
        var returns = Syntax.Type("System.Threading.Tasks.Task" + (result is null ? "" : $"<{Syntax.NameOf(result)}>"));
        var method = (MethodDeclarationSyntax)generator.MethodDeclaration(name, [.. inputs, token], returnType: returns, accessibility: Accessibility.Public);
        var exception = SyntaxFactory.ObjectCreationExpression(Syntax.Type("System.NotImplementedException"))
            .WithArgumentList(SyntaxFactory.ArgumentList());
        return method
            .WithBody(null)
            .WithExpressionBody(SyntaxFactory.ArrowExpressionClause(SyntaxFactory.ThrowExpression(exception)))
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            .WithAttributeLists([SyntaxFactory.AttributeList([SyntaxFactory.Attribute(SyntaxFactory.IdentifierName("Node"))])
                .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)])
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}

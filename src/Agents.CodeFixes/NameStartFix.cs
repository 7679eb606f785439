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

/// <summary>Lets an aggregate name the start whose scope it gathers, or none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameStartFix)), Shared]
public sealed class NameStartFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.WrongStart.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var method = await FindNodeAsync<MethodDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        if (method is null || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model ||
            model.GetDeclaredSymbol(method, cancellationToken) is not { } symbol || ModuleReading.Of(symbol.ContainingType) is not { } module ||
            module.IndexOf(symbol) is not (>= 0 and var index) ||
            Attributes.SyntaxOf(module.Nodes[index].Attribute, cancellationToken) is not { } mark ||
            document.Project.GetDocument(mark.SyntaxTree) is not { } place)
        {
            return [];
        }

        var leaveOut = Edit("Leave out the start", $"{nameof(NameStartFix)}.None", place, editor =>
            editor.ReplaceNode(mark, Attributes.Without(mark, "Start")));
        if (module.Scopes.StartOf(index) is not (>= 0 and var start))
            return [leaveOut];
        var name = Names.Escape(module.Nodes[start].Method.Name);
        return
        [
            Edit($"Name '{module.Nodes[start].Name}' as the start", nameof(NameStartFix), place, editor =>
                editor.ReplaceNode(mark, Attributes.With(mark, "Start", SyntaxFactory.ParseExpression($"nameof({name})")))),
            leaveOut,
        ];
    }
}

using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Diagnostics;
using Agents.Generators.Models;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace Agents.CodeFixes;

/// <summary>Gives a node a token and passes it on to what the node calls.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddCancellationTokenFix)), Shared]
public sealed class AddCancellationTokenFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.NoCancellationToken.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var method = await FindNodeAsync<MethodDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        if (method is null || editor.SemanticModel.GetDeclaredSymbol(method, cancellationToken) is not { } symbol ||
            NodeSignature.Of(symbol) is not { } node || node.Of(ArgumentKind.CancellationToken).Any() || !Signatures.IsFree(symbol))
        {
            return [];
        }

        var uses = await Signatures.UsesOfAsync(symbol, document.Project.Solution, cancellationToken).ConfigureAwait(false);
        var takesAll = symbol.Parameters.LastOrDefault() is { IsParams: true };
        if (uses.Any(use => use.Call is null || takesAll))
            return [];
        var name = Names.Free("cancellationToken", method.DescendantTokens().Select(static token => token.ValueText));
        // Callers go on to compile if they need not give it.
        var isOptional = uses.Count > 0 || symbol.Parameters.Any(static parameter => parameter.IsOptional);
        new TokenPassing(editor, name, cancellationToken).PassOn(method);
        editor.ReplaceNode(method.ParameterList, (current, _) => Syntax.Insert(
            (ParameterListSyntax)current, symbol.Parameters.Length - (takesAll ? 1 : 0), ParameterOf(editor, method, name, isOptional)));
        return await Soundness.FixIfSoundAsync(
            $"Add a CancellationToken to '{node.Name}' and pass it on", nameof(AddCancellationTokenFix), document, editor.GetChangedDocument(),
            cancellationToken).ConfigureAwait(false);
    }

    private static ParameterSyntax ParameterOf(DocumentEditor editor, MethodDeclarationSyntax method, string name, bool isOptional)
    {
        var type = editor.SemanticModel.Compilation.GetTypeByMetadataName(typeof(CancellationToken).FullName!)!;
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(Names.Escape(name)))
            .WithType(TypeNames.NameOf(editor, type, method).WithTrailingTrivia(SyntaxFactory.Space));
        return isOptional ? parameter.WithDefault(Default()) : parameter;
    }

    private static EqualsValueClauseSyntax Default() => SyntaxFactory.EqualsValueClause(
        SyntaxFactory.Token([SyntaxFactory.Space], SyntaxKind.EqualsToken, [SyntaxFactory.Space]),
        SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression));
}

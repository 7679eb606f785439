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

/// <summary>Lets an aggregate take what it is given: its fold, and what the start of its scope returns.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AggregateInputsFix)), Shared]
public sealed class AggregateInputsFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.AggregateInputs.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var method = await FindNodeAsync<MethodDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        if (method is null || method.ParameterList.ContainsDirectives ||
            await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model ||
            model.GetDeclaredSymbol(method, cancellationToken) is not { } symbol || !Signatures.IsFree(symbol) ||
            ModuleReading.Of(symbol.ContainingType) is not { } module || module.IndexOf(symbol) is not (>= 0 and var index) ||
            GatheredInputs.Of(module, index, model.Compilation) is not { } inputs ||
            (await Signatures.UsesOfAsync(symbol, document.Project.Solution, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            return [];
        }

        var root = await method.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        var position = method.Body?.SpanStart ?? method.ExpressionBody?.SpanStart ?? method.SpanStart;
        var changed = inputs.ApplyTo(method.ParameterList, name => Syntax.Free(name, model, position));
        // What is taken away or is of another type may be used: the compiler knows.
        return await Soundness.FixIfSoundAsync(
            "Take what the aggregate is given", nameof(AggregateInputsFix), document,
            document.WithSyntaxRoot(root.ReplaceNode(method.ParameterList, changed)), cancellationToken).ConfigureAwait(false);
    }
}

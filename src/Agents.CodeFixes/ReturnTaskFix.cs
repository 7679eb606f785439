using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Agents.CodeFixes;

/// <summary>Lets a node that is async void return a task.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReturnTaskFix)), Shared]
public sealed class ReturnTaskFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.AsyncVoid.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await FindNodeAsync<MethodDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { } method ||
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model ||
        model.GetDeclaredSymbol(method, cancellationToken) is not IMethodSymbol symbol || !Signatures.IsFree(symbol)
            ? []
            : [Edit("Return a Task", nameof(ReturnTaskFix), document, editor =>
                editor.ReplaceNode(method.ReturnType, Syntax.Type("System.Threading.Tasks.Task").WithTriviaFrom(method.ReturnType)))];
}

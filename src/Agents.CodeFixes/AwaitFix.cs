using System.Collections.Immutable;
using System.Composition;
using Agents.Generators;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace Agents.CodeFixes;

/// <summary>
/// Awaits a write or a task where that is all there is to do: the call is a statement, or goes to a discard or to a variable
/// that nobody reads, and the function around it is asynchronous, or a node that can be made so.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitFix)), Shared]
public sealed class AwaitFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.WriteNotAwaited.Id, Rules.TaskNotAwaited.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var found = await FindNodeAsync<InvocationExpressionSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (found is null || found.Span != diagnostic.Location.SourceSpan || model is null)
            return [];
        var call = WithWhatIsCalledOn(found);
        if (!IsAwaitable(call, model) || Dropped.Find(call, model) is not { } dropped || AsyncContext.Find(call, model) is not { } context ||
            await context.ChangesCallersAsync(document, cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        return [Edit($"Await '{NameOf(found)}'", nameof(AwaitFix), document, editor =>
        {
            editor.ReplaceNode(dropped.Node, dropped.Replacement);
            context.MakeAsync(editor);
        })];
    }

    /// <summary>The call with further ones on its task: <c>.AsTask()</c>, <c>.ConfigureAwait(false)</c>.</summary>
    private static InvocationExpressionSyntax WithWhatIsCalledOn(InvocationExpressionSyntax call)
    {
        while (call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access && access.Expression == call)
            call = outer;
        return call;
    }

    private static bool IsAwaitable(InvocationExpressionSyntax call, SemanticModel model) =>
        model.GetSymbolInfo(call).Symbol is IMethodSymbol method &&
        (KnownTypes.IsTaskLike(method.ReturnType) || method.Name == "ConfigureAwait");

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "it",
    };

    /// <summary>What drops the task of a call, and what awaits it instead.</summary>
    private sealed record Dropped(SyntaxNode Node, SyntaxNode Replacement)
    {
        public static Dropped? Find(InvocationExpressionSyntax call, SemanticModel model) => call.Parent switch
        {
            ExpressionStatementSyntax or ArrowExpressionClauseSyntax => new(call, Awaiting.Await(call, call)),
            AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax } assignment
                when model.GetSymbolInfo(assignment.Left).Symbol is IDiscardSymbol => new(assignment, Awaiting.Await(call, assignment)),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax local } } variable }
                when local.UsingKeyword == default && !IsUsed(variable) =>
                new(local, SyntaxFactory.ExpressionStatement(Awaiting.Await(call, call), local.SemicolonToken).WithLeadingTrivia(local.GetLeadingTrivia())),
            _ => null,
        };

        /// <summary>Whether the variable's name stands anywhere else.</summary>
        private static bool IsUsed(VariableDeclaratorSyntax variable) => variable.FirstAncestorOrSelf<MemberDeclarationSyntax>()!
            .DescendantNodes()
            .Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable.Identifier.ValueText);
    }
}

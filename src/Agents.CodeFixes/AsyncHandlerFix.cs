using System.Collections.Immutable;
using System.Composition;
using Agents.Generators;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.CodeFixes;

/// <summary>
/// Lets somebody wait for asynchronous handlers: all handlers of the call return a task, and a <c>Switch</c> becomes an awaited
/// <c>SwitchAsync</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncHandlerFix)), Shared]
public sealed class AsyncHandlerFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.AsyncHandler.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        // A handler may stand in `new Action(...)`; a task that a lambda drops is a call itself.
        var handler = await FindNodeAsync<ArgumentSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        if (handler?.FirstAncestorOrSelf<ArgumentSyntax>(static argument => argument.Parent?.Parent is InvocationExpressionSyntax) is not
                { Parent.Parent: InvocationExpressionSyntax { ContainsDiagnostics: false } call } ||
            await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model ||
            model.GetOperation(call, cancellationToken) is not IInvocationOperation operation ||
            HandlerCall.KindOf(operation.TargetMethod) is not { } kind ||
            !operation.Arguments.Any(static argument => HandlerCall.FindAsynchronous(argument) is not null) ||
            HandlersOf(operation, model) is not { } handlers)
        {
            return [];
        }

        var mended = call.ReplaceNodes(handlers.Keys, (handler, _) => handlers[handler]);
        if (kind is not HandlerCallKind.Switch)
            return [Edit("Let the handlers return tasks", nameof(AsyncHandlerFix), document, editor => editor.ReplaceNode(call, mended))];
        return AwaitingContext.Of(call, model) is { } context
            ? [Edit("Await 'SwitchAsync'", nameof(AsyncHandlerFix), document, editor =>
            {
                editor.ReplaceNode(call, Awaiting.Await(Rename(mended), mended));
                context.MakeAsync(editor);
            })]
            : [];
    }

    /// <summary>
    /// The handlers as they return tasks; null if one cannot be made to. A synchronous handler of updates can stay beside
    /// asynchronous ones of cases, but not null: it would be taken for an asynchronous one.
    /// </summary>
    private static Dictionary<SyntaxNode, SyntaxNode>? HandlersOf(IInvocationOperation call, SemanticModel model)
    {
        var handlers = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var argument in call.Arguments)
        {
            if (argument is not { ArgumentKind: ArgumentKind.Explicit, Syntax: ArgumentSyntax { Expression: var handler } } ||
                argument.Parameter is not { Type.TypeKind: TypeKind.Delegate } parameter)
            {
                continue;
            }

            if (parameter.IsOptional && HandlerCall.FindAsynchronous(argument) is null && !argument.Value.ConstantValue.HasValue)
                continue;
            if (!KnownTypes.IsAction(parameter.Type) || TaskHandler.Of(handler, parameter.Name, model) is not { } mended)
                return null;
            handlers.Add(handler, mended);
        }

        return handlers;
    }

    private static InvocationExpressionSyntax Rename(InvocationExpressionSyntax call)
    {
        var name = SyntaxFactory.IdentifierName("SwitchAsync");
        return call.WithExpression(call.Expression is MemberAccessExpressionSyntax access
            ? access.WithName(name.WithTriviaFrom(access.Name))
            : name.WithTriviaFrom(call.Expression));
    }
}

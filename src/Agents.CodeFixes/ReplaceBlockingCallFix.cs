using System.Collections.Immutable;
using System.Composition;
using Agents.Generators;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace Agents.CodeFixes;

/// <summary>Awaits what a call blocks on; a node that is not asynchronous yet becomes so.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceBlockingCallFix)), Shared]
public sealed class ReplaceBlockingCallFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.BlockingCall.Id, Rules.RunBlocked.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var name = await FindNodeAsync<SimpleNameSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        if (name?.Parent is not MemberAccessExpressionSyntax access || CallOf(access, editor.SemanticModel, cancellationToken) is not { } call)
            return [];
        var place = (ExpressionSyntax)call.Operation.Syntax;
        if (Functions.Around(place) is not { } function || Functions.HoldsReferences(function, editor.SemanticModel))
            return [];
        var node = NodeAround(place, editor.SemanticModel, cancellationToken);
        if (AwaitableOf(call, access, node?.Of(Generators.Models.ArgumentKind.CancellationToken).FirstOrDefault()) is not { } awaitable)
            return [];
        if (!Functions.IsAsync(function) && (node is null || function is not MethodDeclarationSyntax method ||
            !await AsyncMethods.TryMakeAsync(editor, method, node.Method, cancellationToken).ConfigureAwait(false)))
        {
            return [];
        }

        editor.ReplaceNode(place, (current, _) => Awaiting.Await(awaitable((ExpressionSyntax)current), place).WithTriviaFrom(current));
        return await Soundness.FixIfSoundAsync(
            "Await instead of blocking", nameof(ReplaceBlockingCallFix), document, editor.GetChangedDocument(), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The call whose name stands in a member access: that itself, or its invocation.</summary>
    private static BlockingCall? CallOf(MemberAccessExpressionSyntax access, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetOperation(access.Parent is InvocationExpressionSyntax invocation ? invocation : access, cancellationToken) is { } operation
            && BlockingCall.Of(operation) is { Waits: true } call
            ? call
            : null;

    private static NodeSignature? NodeAround(SyntaxNode place, SemanticModel model, CancellationToken cancellationToken) =>
        place.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && model.GetDeclaredSymbol(method, cancellationToken) is { } symbol
            ? NodeSignature.Of(symbol)
            : null;

    /// <summary>What is awaited instead, made of the call as it stands; null where no task does the same.</summary>
    private static Func<ExpressionSyntax, ExpressionSyntax>? AwaitableOf(
        BlockingCall call, MemberAccessExpressionSyntax access, IParameterSymbol? token)
    {
        var parameters = call.Operation is IInvocationOperation { TargetMethod: var method } ? method.Parameters : [];
        var takesOnlyTasks = parameters.Length == 1;
        return call.Kind switch
        {
            BlockingKind.Result => static place => ((MemberAccessExpressionSyntax)place).Expression,
            BlockingKind.GetResult => static place => ReceiverOf(ReceiverOf(place)),
            BlockingKind.Wait when parameters.IsEmpty => static place => ReceiverOf(place),
            BlockingKind.Wait when parameters.Length == 1 && KnownTypes.IsCancellationToken(parameters[0].Type) =>
                place => Renamed(place, "WaitAsync"),
            BlockingKind.WaitAll when takesOnlyTasks => place => Renamed(place, "WhenAll"),
            BlockingKind.WaitAny when takesOnlyTasks && access.Parent?.Parent is ExpressionStatementSyntax => place => Renamed(place, "WhenAny"),
            BlockingKind.Semaphore => place => WithToken(Renamed(place, "WaitAsync"), parameters, token),
            BlockingKind.Sleep => place => WithToken(DelayOf((InvocationExpressionSyntax)place), parameters, token),
            _ => null,
        };
    }

    private static ExpressionSyntax ReceiverOf(ExpressionSyntax call) =>
        ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)call).Expression).Expression;

    private static InvocationExpressionSyntax Renamed(ExpressionSyntax call, string name)
    {
        var invocation = (InvocationExpressionSyntax)call;
        var access = (MemberAccessExpressionSyntax)invocation.Expression;
        return invocation.WithExpression(access.WithName(SyntaxFactory.IdentifierName(name).WithTriviaFrom(access.Name)));
    }

    private static InvocationExpressionSyntax DelayOf(InvocationExpressionSyntax sleep) => sleep.WithExpression(
        SyntaxFactory.ParseExpression("global::System.Threading.Tasks.Task.Delay")
            .WithAdditionalAnnotations(Simplifier.Annotation)
            .WithTriviaFrom(sleep.Expression));

    private static InvocationExpressionSyntax WithToken(
        InvocationExpressionSyntax call, ImmutableArray<IParameterSymbol> parameters, IParameterSymbol? token) =>
        token is null || parameters.Any(static parameter => KnownTypes.IsCancellationToken(parameter.Type))
            ? call
            : call.AddArgumentListArguments(SyntaxFactory.Argument(SyntaxFactory.IdentifierName(Names.Escape(token.Name))));
}

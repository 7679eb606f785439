using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.CodeFixes;

/// <summary>Where a call stands that is to be awaited.</summary>
/// <param name="Callback">The lambda around it that must become asynchronous for that; null if awaiting is possible as it is.</param>
internal sealed record AwaitingContext(LambdaExpressionSyntax? Callback)
{
    /// <summary>Where a call stands; null where it cannot be awaited.</summary>
    public static AwaitingContext? Of(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (call.Parent is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax))
            return null;
        foreach (var node in call.Ancestors())
        {
            switch (node)
            {
                case LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax or CatchFilterClauseSyntax:
                    return null;
                case AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: (int)SyntaxKind.AsyncKeyword }:
                    return new(Callback: null);
                case LambdaExpressionSyntax lambda:
                    return IsCallback(lambda, model) ? new(lambda) : null;
                case AnonymousFunctionExpressionSyntax:
                    return null;
                case LocalFunctionStatementSyntax function:
                    return IfAsync(function.Modifiers);
                case GlobalStatementSyntax:
                    return new(Callback: null);
                case MemberDeclarationSyntax member:
                    return IfAsync(member.Modifiers);
            }
        }

        return null;
    }

    /// <summary>Makes the lambda asynchronous, if it must become that.</summary>
    public void MakeAsync(DocumentEditor editor)
    {
        if (Callback is not null)
            editor.ReplaceNode(Callback, static (lambda, _) => MakeAsync((LambdaExpressionSyntax)lambda));
    }

    public static LambdaExpressionSyntax MakeAsync(LambdaExpressionSyntax lambda) => (LambdaExpressionSyntax)lambda
        .WithoutLeadingTrivia()
        .AddModifiers(Word(SyntaxKind.AsyncKeyword))
        .WithLeadingTrivia(lambda.GetLeadingTrivia());

    /// <summary>Whether a lambda is given to a stream, which takes asynchronous ones as well.</summary>
    private static bool IsCallback(LambdaExpressionSyntax lambda, SemanticModel model) =>
        lambda is { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax subscribe } } and
            not ParenthesizedLambdaExpressionSyntax { ReturnType: not null } &&
        model.GetOperation(subscribe) is IInvocationOperation operation && HandlerCall.KindOf(operation.TargetMethod) is HandlerCallKind.Subscribe;

    private static AwaitingContext? IfAsync(SyntaxTokenList modifiers) =>
        modifiers.Any(SyntaxKind.AsyncKeyword) ? new(Callback: null) : null;

    private static SyntaxToken Word(SyntaxKind kind) => SyntaxFactory.Token(default, kind, [SyntaxFactory.Space]);
}

using Agents.Generators;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace Agents.CodeFixes;

/// <summary>Makes handlers that are actions return tasks.</summary>
internal static class TaskHandler
{
    /// <summary>The handler as it returns a task; null if it is none that can be rewritten.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="parameter">The name for the parameter of a lambda, where one has to be written.</param>
    /// <param name="model">What is known of the document.</param>
    public static ExpressionSyntax? Of(ExpressionSyntax handler, string parameter, SemanticModel model)
    {
        ExpressionSyntax? mended = handler switch
        {
            ParenthesizedExpressionSyntax parentheses => Of(parentheses.Expression, parameter, model),
            CastExpressionSyntax cast => Of(cast.Expression, parameter, model),
            ObjectCreationExpressionSyntax { ArgumentList.Arguments: [var only] } => Of(only.Expression, parameter, model),
            ParenthesizedLambdaExpressionSyntax { ReturnType: not null } => null,
            AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: (int)SyntaxKind.AsyncKeyword } => handler,
            LambdaExpressionSyntax { ExpressionBody: { } body } lambda => OfExpression(lambda, body, model),
            AnonymousFunctionExpressionSyntax { Block: { } block } function => function.WithBlock(Returning(block, ReachesEnd(function, model))),
            _ => model.GetSymbolInfo(handler).Symbol is IMethodSymbol { ReturnsVoid: true, IsAsync: false } ? OfMethod(handler, parameter) : null,
        };
        return mended?.WithTriviaFrom(handler);
    }

    private static LambdaExpressionSyntax OfExpression(LambdaExpressionSyntax lambda, ExpressionSyntax body, SemanticModel model)
    {
        var type = model.GetTypeInfo(body).Type;
        if (body is ThrowExpressionSyntax)
            return lambda;
        if (body is AssignmentExpressionSyntax || !KnownTypes.IsTaskLike(type))
        {
            var lineEnd = Syntax.LineEndOf(lambda);
            var comments = lambda.ArrowToken.TrailingTrivia.Concat(body.GetLeadingTrivia())
                .Where(static trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
                .SelectMany(comment => new[] { comment, lineEnd });
            return lambda
                .WithExpressionBody(null)
                .WithArrowToken(lambda.ArrowToken.WithTrailingTrivia(SyntaxFactory.ElasticMarker))
                .WithBlock(CallAndReturn(body.WithoutTrivia().WithLeadingTrivia(comments), lineEnd));
        }

        return type!.IsReferenceType ? lambda : AwaitingContext.MakeAsync(lambda.WithExpressionBody(Awaiting.Await(body, body)));
    }

    private static SimpleLambdaExpressionSyntax OfMethod(ExpressionSyntax method, string parameter)
    {
        var name = SyntaxFactory.ParseToken(Names.Escape(Names.Free(
            parameter, method.DescendantTokens().Select(static token => token.ValueText))));
        return SyntaxFactory.SimpleLambdaExpression(SyntaxFactory.Parameter(name), CallAndReturn(SyntaxFactory.InvocationExpression(
            method.WithoutTrivia(), SyntaxFactory.ArgumentList([SyntaxFactory.Argument(SyntaxFactory.IdentifierName(name))])), Syntax.LineEndOf(method)));
    }

    private static BlockSyntax CallAndReturn(ExpressionSyntax call, SyntaxTrivia lineEnd) => SyntaxFactory
        .Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(lineEnd),
            [SyntaxFactory.ExpressionStatement(call).WithTrailingTrivia(lineEnd), Return().WithTrailingTrivia(lineEnd)],
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken))
        .WithAdditionalAnnotations(Formatter.Annotation);

    private static bool ReachesEnd(AnonymousFunctionExpressionSyntax function, SemanticModel model) =>
        model.GetOperation(function) is IAnonymousFunctionOperation { Body.Operations: [.., IReturnOperation { IsImplicit: true }] };

    /// <summary>The block, with a task returned where it returns, and at its end if that is reached.</summary>
    private static BlockSyntax Returning(BlockSyntax block, bool reachesEnd)
    {
        var returns = Functions.OwnNodesOf(block).OfType<ReturnStatementSyntax>();
        var mended = block.ReplaceNodes(returns, static (old, _) => Return().WithTriviaFrom(old));
        return reachesEnd ? mended.AddStatements(Return()).WithAdditionalAnnotations(Formatter.Annotation) : mended;
    }

    private static ReturnStatementSyntax Return() => SyntaxFactory.ReturnStatement(
        SyntaxFactory.Token(default, SyntaxKind.ReturnKeyword, [SyntaxFactory.Space]),
        SyntaxFactory.ParseExpression("global::System.Threading.Tasks.Task.CompletedTask")
            .WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation),
        SyntaxFactory.Token(SyntaxKind.SemicolonToken));
}

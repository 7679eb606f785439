using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.CodeFixes;

/// <summary>Writes awaits.</summary>
internal static class Awaiting
{
    /// <summary><c>await</c> before an expression, with parentheses where an operand or its surroundings bind more tightly.</summary>
    /// <param name="task">What is awaited.</param>
    /// <param name="place">What the await replaces: its surroundings count, and its trivia are kept.</param>
    public static ExpressionSyntax Await(ExpressionSyntax task, ExpressionSyntax place)
    {
        var operand = task.WithoutTrivia();
        ExpressionSyntax expression = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            BindsTightly(operand) ? operand : SyntaxFactory.ParenthesizedExpression(operand));
        return (IsOperandOfPostfix(place) ? SyntaxFactory.ParenthesizedExpression(expression) : expression).WithTriviaFrom(place);
    }

    /// <summary>Whether an await binds an expression as a whole.</summary>
    private static bool BindsTightly(ExpressionSyntax expression) => expression is not (
        BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax or SwitchExpressionSyntax or
        WithExpressionSyntax or RangeExpressionSyntax or LambdaExpressionSyntax or IsPatternExpressionSyntax or QueryExpressionSyntax or
        ThrowExpressionSyntax);

    private static bool IsOperandOfPostfix(ExpressionSyntax place) => place.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == place,
        ElementAccessExpressionSyntax access => access.Expression == place,
        ConditionalAccessExpressionSyntax access => access.Expression == place,
        InvocationExpressionSyntax call => call.Expression == place,
        PostfixUnaryExpressionSyntax => true,
        _ => false,
    };
}

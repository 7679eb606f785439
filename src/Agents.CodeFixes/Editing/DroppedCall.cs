using Agents.Generators.Models;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace Agents.CodeFixes;

/// <summary>A call and what is written around it to drop its result: awaits, <c>ConfigureAwait</c>, a discard.</summary>
/// <param name="call">The call.</param>
internal sealed class DroppedCall(InvocationExpressionSyntax call)
{
    public InvocationExpressionSyntax Call => call;

    private ExpressionSyntax Whole { get; } = WholeOf(call);

    /// <summary>Whether a node goes when an emit takes the call's place; arguments stay.</summary>
    public bool Takes(SyntaxNode node) => Whole.Contains(node) && node.Contains(call);

    /// <summary>
    /// Puts an emit in its place: of a statement, of a body, or of a result, where no result is one as well. False where the
    /// result is used, and where it cannot be done for sure.
    /// </summary>
    public bool TryReplace(DocumentEditor editor, NodeSignature node, ExpressionSyntax emit)
    {
        var function = Functions.Around(Whole);
        switch (Whole.Parent)
        {
            case ExpressionStatementSyntax when CanLose(function):
            case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax }
                when node.Return is ReturnForm.Nothing || IsAsync(function, node, ReturnForm.NothingAfter):
                editor.ReplaceNode(Whole, emit.WithTriviaFrom(Whole));
                return true;
            case ReturnStatementSyntax statement when function is MethodDeclarationSyntax && MayGiveNothing(function, node):
                ReplaceReturn(editor, statement, emit);
                return true;
            case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } when MayGiveNothing(function, node):
                editor.ReplaceNode(method, (current, _) => WithBody((MethodDeclarationSyntax)current, emit));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether a function can do without the call: where it is a node, or does not await, or awaits something else.</summary>
    private bool CanLose(SyntaxNode? function) => function is not null && (!Functions.IsNested(function) ||
        (!Functions.IsStatic(function) && (!Functions.IsAsync(function) || Functions.Awaits(function, Takes))));

    private static bool MayGiveNothing(SyntaxNode? function, NodeSignature node) =>
        node.Return is ReturnForm.OptionalResult or ReturnForm.NullableResult ||
        IsAsync(function, node, ReturnForm.OptionalResultOf) || IsAsync(function, node, ReturnForm.NullableResultOf);

    private static bool IsAsync(SyntaxNode? function, NodeSignature node, ReturnForm form) => node.Return == form && Functions.IsAsync(function);

    private static void ReplaceReturn(DocumentEditor editor, ReturnStatementSyntax statement, ExpressionSyntax emit)
    {
        var first = Formatted(SyntaxFactory.ExpressionStatement(emit).WithLeadingTrivia(statement.GetLeadingTrivia()));
        var last = Formatted(Nothing().WithTrailingTrivia(statement.GetTrailingTrivia()));
        if (statement.Parent is BlockSyntax or SwitchSectionSyntax)
        {
            editor.InsertBefore(statement, first);
            editor.ReplaceNode(statement, last);
        }
        else
        {
            editor.ReplaceNode(statement, Formatted(SyntaxFactory.Block(first, last).WithTriviaFrom(statement)));
        }
    }

    private static MethodDeclarationSyntax WithBody(MethodDeclarationSyntax method, ExpressionSyntax emit) => method
        .WithExpressionBody(null)
        .WithParameterList(method.ParameterList.WithTrailingTrivia())
        .WithBody(Formatted(SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(emit), Nothing()))
            .WithTrailingTrivia(method.SemicolonToken.TrailingTrivia))
        .WithSemicolonToken(default);

    private static T Formatted<T>(T node)
        where T : SyntaxNode => node.WithAdditionalAnnotations(Formatter.Annotation);

    private static ReturnStatementSyntax Nothing() =>
        SyntaxFactory.ReturnStatement(SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression)).NormalizeWhitespace();

    private static ExpressionSyntax WholeOf(ExpressionSyntax expression) => expression.Parent switch
    {
        AwaitExpressionSyntax wait => WholeOf(wait),
        ParenthesizedExpressionSyntax parentheses => WholeOf(parentheses),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } =>
            WholeOf(configured),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard => WholeOf(discard),
        _ => expression,
    };
}

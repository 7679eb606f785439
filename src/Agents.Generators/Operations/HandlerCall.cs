using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Agents.Generators.Operations;

/// <summary>What a call takes handlers of chunks for.</summary>
internal enum HandlerCallKind
{
    /// <summary><c>Switch</c> of a union: one action per case.</summary>
    Switch,

    /// <summary>The generated <c>Subscribe</c> of a union: one handler per case.</summary>
    SubscribeCases,

    /// <summary><c>Subscribe</c> or <c>SubscribeAll</c> of a stream: one handler of updates.</summary>
    Subscribe,
}

/// <summary>Reads calls that take handlers of chunks, and finds the handlers that are asynchronous and bound as actions.</summary>
internal static class HandlerCall
{
    /// <summary>What the call takes handlers for; null if it takes none.</summary>
    public static HandlerCallKind? KindOf(IMethodSymbol method) => method.Name switch
    {
        "Switch" when UnionRules.IsUnion(method.ContainingType) => HandlerCallKind.Switch,
        "Subscribe" or "SubscribeAll" when KnownTypes.IsNodeStream(method.ContainingType) => HandlerCallKind.Subscribe,
        "Subscribe" when method.IsExtensionMethod &&
            (method.ReducedFrom ?? method).Parameters[0].Type is INamedTypeSymbol { TypeArguments: [INamedTypeSymbol union] } stream &&
            KnownTypes.IsNodeStream(stream) && UnionRules.IsUnion(union) => HandlerCallKind.SubscribeCases,
        _ => null,
    };

    /// <summary>
    /// What of an argument says that it is asynchronous, though it is bound as an action: the head of an asynchronous lambda,
    /// the name of a method that is async void, or the task that a lambda drops; null if nothing does.
    /// </summary>
    public static Location? FindAsynchronous(IArgumentOperation argument) =>
        !KnownTypes.IsAction(argument.Parameter?.Type) ? null : TargetOf(argument.Value) switch
        {
            IAnonymousFunctionOperation { Symbol.IsAsync: true } function => HeadOf(function.Syntax),
            IAnonymousFunctionOperation function => DroppedTaskOf(function)?.GetLocation(),
            IMethodReferenceOperation { Method: { IsAsync: true, ReturnsVoid: true } } method => method.Syntax.GetLocation(),
            _ => null,
        };

    /// <summary>The task that is all of a lambda's body; not one that is kept, discarded by <c>_ =</c>, or continued.</summary>
    private static SyntaxNode? DroppedTaskOf(IAnonymousFunctionOperation function) =>
        function.Syntax is LambdaExpressionSyntax { ExpressionBody: not null } &&
        function.Body.Operations is [IExpressionStatementOperation { Operation: var operation }, ..] &&
        KnownTypes.IsTaskLike(operation.Type) &&
        operation is not (IAssignmentOperation or ICoalesceAssignmentOperation or IInvocationOperation { TargetMethod.Name: "ContinueWith" })
            ? operation.Syntax
            : null;

    private static IOperation TargetOf(IOperation value) => value switch
    {
        IConversionOperation conversion => TargetOf(conversion.Operand),
        IDelegateCreationOperation creation => TargetOf(creation.Target),
        IParenthesizedOperation parentheses => TargetOf(parentheses.Operand),
        _ => value,
    };

    /// <summary>A lambda up to its arrow: the body may be long.</summary>
    private static Location HeadOf(SyntaxNode function) => function switch
    {
        LambdaExpressionSyntax lambda => Location.Create(
            lambda.SyntaxTree, TextSpan.FromBounds(lambda.SpanStart, lambda.ArrowToken.Span.End)),
        AnonymousMethodExpressionSyntax method => Location.Create(
            method.SyntaxTree, TextSpan.FromBounds(method.SpanStart, method.DelegateKeyword.Span.End)),
        _ => function.GetLocation(),
    };
}

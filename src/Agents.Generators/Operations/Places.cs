using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>Where calls stand, and where a diagnostic about one does: at the name of what is called, as the IDE's own do.</summary>
internal static class Places
{
    public static Location OfName(SyntaxNode call) => NameOf(call).GetLocation();

    /// <summary>Whether an operation stands in an expression tree: mocks are set up so, and what is in it is not run.</summary>
    public static bool IsInExpressionTree(IOperation operation) => operation.Around().Any(static around =>
        around is IAnonymousFunctionOperation && around.Parent is { Type: { Name: "Expression", ContainingNamespace.Name: "Expressions" } });

    private static SyntaxNode NameOf(SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax invocation => NameOf(invocation.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => call,
    };
}

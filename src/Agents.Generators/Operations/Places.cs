using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.Generators.Operations;

/// <summary>Where a diagnostic about a call stands: at the name of what is called, as the IDE's own do.</summary>
internal static class Places
{
    public static Location OfName(SyntaxNode call) => NameOf(call).GetLocation();

    private static SyntaxNode NameOf(SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax invocation => NameOf(invocation.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => call,
    };
}

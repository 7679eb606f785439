using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.CodeFixes;

/// <summary>What function a piece of code belongs to.</summary>
internal static class Functions
{
    /// <summary>The innermost lambda, local function or member around a node.</summary>
    public static SyntaxNode? Around(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(static ancestor => IsNested(ancestor) || ancestor is MemberDeclarationSyntax);

    /// <summary>Whether a lambda or a local function.</summary>
    public static bool IsNested(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    /// <summary>Whether a lambda or a local function is static: it sees no parameter of the function around it.</summary>
    public static bool IsStatic(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    };

    /// <summary>Whether a function awaits anything but what a change takes away.</summary>
    public static bool Awaits(SyntaxNode function, Func<SyntaxNode, bool> isTaken) => OwnNodesOf(function).Any(node =>
        node is AwaitExpressionSyntax or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } or
            UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 } &&
        !isTaken(node));

    /// <summary>Whether a function, or the file's statements, may await.</summary>
    public static bool IsAsync(SyntaxNode? function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        GlobalStatementSyntax => true,
        _ => false,
    };

    /// <summary>The nodes in a function that are its own, not those of functions nested in it.</summary>
    public static IEnumerable<SyntaxNode> OwnNodesOf(SyntaxNode function) =>
        function.DescendantNodes(node => node == function || !IsNested(node));

    /// <summary>The calls in a function and in those nested in it.</summary>
    public static IEnumerable<InvocationExpressionSyntax> CallsIn(SyntaxNode function) =>
        function.DescendantNodes().OfType<InvocationExpressionSyntax>();

    /// <summary>
    /// Whether a function has variables that cannot outlive an await, spans and references: the compiler tells that only when
    /// it emits.
    /// </summary>
    public static bool HoldsReferences(SyntaxNode function, SemanticModel model) => function.DescendantNodes().Any(node =>
        node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax &&
        model.GetDeclaredSymbol(node) is ILocalSymbol { Type.IsRefLikeType: true } or ILocalSymbol { IsRef: true });
}

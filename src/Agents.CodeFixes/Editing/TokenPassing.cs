using Agents.Generators;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.CodeFixes;

/// <summary>Passes a token on to what a method calls.</summary>
/// <param name="editor">What edits the document.</param>
/// <param name="token">The token's name.</param>
/// <param name="cancellationToken">Ends the search.</param>
internal sealed class TokenPassing(DocumentEditor editor, string token, CancellationToken cancellationToken)
{
    private readonly SemanticModel model = editor.SemanticModel;

    /// <summary>
    /// Passes it to all calls in the method that take a token, or have an overload that does, and to asynchronous loops. Not in
    /// functions that cannot see it or have their own, and not in <c>finally</c>: what cleans up must do so after a cancellation.
    /// </summary>
    public void PassOn(MethodDeclarationSyntax method)
    {
        foreach (var node in method.DescendantNodes().Where(node => Sees(node, method)))
        {
            if (node is InvocationExpressionSyntax call && ParameterFor(call) is { } parameter)
                editor.ReplaceNode(call.ArgumentList, (current, _) => ((ArgumentListSyntax)current).AddArguments(ArgumentOf(call, parameter)));
            else if (node is CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0, Expression: var sequence } && TakesToken(sequence))
                editor.ReplaceNode(sequence, (current, _) => WithCancellation((ExpressionSyntax)current));
        }
    }

    private bool Sees(SyntaxNode node, MethodDeclarationSyntax method) => node.Ancestors()
        .TakeWhile(ancestor => ancestor != method)
        .All(ancestor => ancestor switch
        {
            // What is done when something went wrong is done all the same, though the token may have fired.
            FinallyClauseSyntax or CatchClauseSyntax => false,
            AnonymousFunctionExpressionSyntax lambda =>
                !Functions.IsStatic(lambda) && !HasToken(model.GetSymbolInfo(lambda, cancellationToken).Symbol),
            LocalFunctionStatementSyntax local =>
                !Functions.IsStatic(local) && !HasToken(model.GetDeclaredSymbol(local, cancellationToken)),
            _ => true,
        });

    private static bool HasToken(ISymbol? function) =>
        function is IMethodSymbol method && method.Parameters.Any(static parameter => KnownTypes.IsCancellationToken(parameter.Type));

    /// <summary>The parameter that takes the token: of the called method, or of an overload that has only this one more.</summary>
    private IParameterSymbol? ParameterFor(InvocationExpressionSyntax call)
    {
        if (model.GetOperation(call, cancellationToken) is not IInvocationOperation operation ||
            model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        if (operation.Arguments.FirstOrDefault(static argument => KnownTypes.IsCancellationToken(argument.Parameter?.Type)) is { } argument)
        {
            return argument.ArgumentKind is ArgumentKind.DefaultValue
                ? method.Parameters.First(parameter => parameter.Name == argument.Parameter!.Name)
                : null;
        }

        return operation.Arguments.Any(static argument => argument.ArgumentKind is ArgumentKind.ParamArray or ArgumentKind.ParamCollection)
            ? null
            : OverloadOf(method, call)?.Parameters.Last();
    }

    private IMethodSymbol? OverloadOf(IMethodSymbol method, InvocationExpressionSyntax call)
    {
        var whole = method.GetConstructedReducedFrom() ?? method;
        var overload = whole.ContainingType.GetMembers(whole.Name).OfType<IMethodSymbol>()
            .Where(candidate => candidate.Arity == whole.Arity && candidate.IsStatic == whole.IsStatic)
            .Select(candidate => candidate.Arity == 0 ? candidate : candidate.Construct([.. whole.TypeArguments]))
            .FirstOrDefault(candidate => HasTokenMore(candidate, whole) && model.IsAccessible(call.SpanStart, candidate) &&
                (call.Parent is AwaitExpressionSyntax || SymbolEqualityComparer.Default.Equals(candidate.ReturnType, whole.ReturnType)));
        return overload is not null && method.ReducedFrom is not null ? overload.ReduceExtensionMethod(method.ReceiverType!) : overload;
    }

    private static bool HasTokenMore(IMethodSymbol candidate, IMethodSymbol method) =>
        candidate.Parameters.Length == method.Parameters.Length + 1 &&
        KnownTypes.IsCancellationToken(candidate.Parameters.Last().Type) &&
        method.Parameters.Zip(candidate.Parameters, static (a, b) =>
            a.RefKind == b.RefKind && SymbolEqualityComparer.Default.Equals(a.Type, b.Type)).All(static same => same);

    private ArgumentSyntax ArgumentOf(InvocationExpressionSyntax call, IParameterSymbol parameter)
    {
        var arguments = call.ArgumentList.Arguments;
        var argument = SyntaxFactory.Argument(SyntaxFactory.IdentifierName(Names.Escape(token)));
        if (arguments.Count == parameter.Ordinal && arguments.All(static given => given.NameColon is null))
            return Spaced(argument, arguments);
        var name = SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(Names.Escape(parameter.Name)))
            .WithColonToken(SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space));
        return Spaced(argument.WithNameColon(name), arguments);
    }

    private static ArgumentSyntax Spaced(ArgumentSyntax argument, SeparatedSyntaxList<ArgumentSyntax> after) =>
        after.Count == 0 ? argument : argument.WithLeadingTrivia(SyntaxFactory.Space);

    private bool TakesToken(ExpressionSyntax sequence) =>
        !(sequence is InvocationExpressionSyntax call && ParameterFor(call) is not null) &&
        model.GetTypeInfo(sequence, cancellationToken).Type is INamedTypeSymbol type &&
        type.AllInterfaces.Append(type).Any(KnownTypes.IsAsyncSequence) &&
        !model.LookupSymbols(sequence.SpanStart, type, "WithCancellation", includeReducedExtensionMethods: true).IsEmpty;

    private InvocationExpressionSyntax WithCancellation(ExpressionSyntax sequence)
    {
        var isPrimary = sequence is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or
            ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax;
        var receiver = isPrimary ? sequence.WithoutTrivia() : SyntaxFactory.ParenthesizedExpression(sequence.WithoutTrivia());
        return SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, SyntaxFactory.IdentifierName("WithCancellation")),
            SyntaxFactory.ArgumentList([SyntaxFactory.Argument(SyntaxFactory.IdentifierName(Names.Escape(token)))])).WithTriviaFrom(sequence);
    }
}

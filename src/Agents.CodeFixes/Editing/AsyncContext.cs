using Agents.Generators;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Agents.CodeFixes;

/// <summary>A function in which something can be awaited: an asynchronous one, or a node that is made so.</summary>
/// <param name="Node">The node to make asynchronous; null if the function is.</param>
/// <param name="Symbol">The node, as the compiler knows it.</param>
internal sealed record AsyncContext(MethodDeclarationSyntax? Node, IMethodSymbol? Symbol)
{
    /// <summary>Finds the function around a place; null if nothing can be awaited there.</summary>
    public static AsyncContext? Find(SyntaxNode place, SemanticModel model)
    {
        foreach (var around in place.Ancestors())
        {
            switch (around)
            {
                case LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax or QueryExpressionSyntax or CatchFilterClauseSyntax:
                    return null;
                case AnonymousFunctionExpressionSyntax function:
                    return function.AsyncKeyword == default || Functions.HoldsReferences(function, model) ? null : new(null, null);
                case LocalFunctionStatementSyntax function:
                    return !function.Modifiers.Any(SyntaxKind.AsyncKeyword) || Functions.HoldsReferences(function, model) ? null : new(null, null);
                case MethodDeclarationSyntax method:
                    return Functions.HoldsReferences(method, model) ? null
                        : method.Modifiers.Any(SyntaxKind.AsyncKeyword) ? new(null, null)
                        : OfNode(method, model);
                case MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Makes the node asynchronous where it is not.</summary>
    public void MakeAsync(DocumentEditor editor)
    {
        if (Node is not null)
            AsyncMethods.MakeAsync(editor, Node, Symbol!);
    }

    /// <summary>Whether somebody calls the node that is made asynchronous, other than what is generated for it.</summary>
    public async Task<bool> ChangesCallersAsync(Document document, CancellationToken cancellationToken) => Symbol is not null &&
        (await Signatures.UsesOfAsync(Symbol, document.Project.Solution, cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>A node that returns no task; nobody else may have laid down that it returns none.</summary>
    private static AsyncContext? OfNode(MethodDeclarationSyntax method, SemanticModel model)
    {
        if (model.GetDeclaredSymbol(method) is not { } symbol || !Signatures.IsFree(symbol) || NodeSignature.Of(symbol) is null ||
            method.DescendantNodes().Any(static inner => inner is YieldStatementSyntax))
        {
            return null;
        }

        return KnownTypes.IsTaskLike(symbol.ReturnType) ? null : new(method, symbol);
    }
}

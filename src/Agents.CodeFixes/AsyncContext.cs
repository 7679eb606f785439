using Agents.Generators;
using Agents.Generators.Models;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.FindSymbols;

namespace Agents.CodeFixes;

/// <summary>A function in which something can be awaited: an asynchronous one, or a node that is made so.</summary>
/// <param name="Node">The node to make asynchronous; null if the function is.</param>
/// <param name="Returns">What the node returns then.</param>
internal sealed record AsyncContext(MethodDeclarationSyntax? Node, INamedTypeSymbol? Returns)
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
                    return function.AsyncKeyword == default || HoldsReferences(function, model) ? null : new(null, null);
                case LocalFunctionStatementSyntax function:
                    return !function.Modifiers.Any(SyntaxKind.AsyncKeyword) || HoldsReferences(function, model) ? null : new(null, null);
                case MethodDeclarationSyntax method:
                    return HoldsReferences(method, model) ? null
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
        if (Node is null)
            return;
        editor.SetModifiers(Node, editor.Generator.GetModifiers(Node).WithAsync(true));
        editor.SetType(Node, editor.Generator.TypeExpression(Returns!, addImport: true));
    }

    /// <summary>Whether somebody calls the node that is made asynchronous, other than what is generated for it.</summary>
    public async Task<bool> ChangesCallersAsync(Document document, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (Node is null || model?.GetDeclaredSymbol(Node, cancellationToken) is not { } symbol)
            return false;
        var references = await SymbolFinder.FindReferencesAsync(symbol, document.Project.Solution, cancellationToken).ConfigureAwait(false);
        foreach (var place in references.SelectMany(static reference => reference.Locations))
        {
            var root = await place.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            if (place.Document is not SourceGeneratedDocument && !IsNameOnly(root!.FindNode(place.Location.SourceSpan, findInsideTrivia: true)))
                return true;
        }

        return false;
    }

    private static bool IsNameOnly(SyntaxNode reference) => reference.AncestorsAndSelf().Any(static around =>
        around is CrefSyntax or InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });

    /// <summary>A node that returns no task; nobody else may have laid down that it returns none.</summary>
    private static AsyncContext? OfNode(MethodDeclarationSyntax method, SemanticModel model)
    {
        if (model.GetDeclaredSymbol(method) is not { IsOverride: false, IsVirtual: false, IsPartialDefinition: false, PartialDefinitionPart: null } symbol ||
            NodeSignature.Of(symbol) is not { } node || Implements(symbol) ||
            method.DescendantNodes().Any(static inner => inner is YieldStatementSyntax))
        {
            return null;
        }

        return node.Return switch
        {
            ReturnForm.Nothing => Returning(model.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task")),
            ReturnForm.Result or ReturnForm.OptionalResult or ReturnForm.NullableResult =>
                Returning(model.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task`1")?.Construct(symbol.ReturnType)),
            _ => null,
        };

        AsyncContext? Returning(INamedTypeSymbol? type) => type is null ? null : new(method, type);
    }

    private static bool Implements(IMethodSymbol method) => method.ContainingType.AllInterfaces
        .SelectMany(static contract => contract.GetMembers())
        .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    /// <summary>Whether the function has variables that cannot outlive an await: spans and references.</summary>
    private static bool HoldsReferences(SyntaxNode function, SemanticModel model) => function.DescendantNodes().Any(node =>
        node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax &&
        model.GetDeclaredSymbol(node) is ILocalSymbol { Type.IsRefLikeType: true } or ILocalSymbol { IsRef: true });
}

using Agents.Generators;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Agents.CodeFixes;

/// <summary>An edge of a node: one that it has, or one that it is to get.</summary>
internal sealed class EdgeParameter
{
    private readonly NodeSignature target;

    private EdgeParameter(NodeSignature target, string name, bool isNew)
    {
        this.target = target;
        Name = name;
        IsNew = isNew;
    }

    public string Name { get; }

    public bool IsNew { get; }

    /// <summary>The node's edge to a target, else a new one, named after the target if that name is free.</summary>
    public static EdgeParameter For(NodeSignature node, NodeSignature target, ModuleReading module, MethodDeclarationSyntax method)
    {
        var existing = node.Edges.FirstOrDefault(edge =>
            GraphRules.TargetOf(edge, module.Nodes) is var index and >= 0 && module.Nodes[index] == target);
        return existing is not null
            ? new EdgeParameter(target, existing.Name, isNew: false)
            : new EdgeParameter(target, Names.Free(Names.Camel(target.Name), NamesIn(method)), isNew: true);
    }

    /// <summary>The call that emits.</summary>
    public ExpressionSyntax Emit(IReadOnlyList<ExpressionSyntax> values) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.IdentifierName(Names.Escape(Name)), SyntaxFactory.IdentifierName("Emit")),
        SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(
            values.Select(static value => SyntaxFactory.Argument(value.WithoutTrivia())),
            values.Skip(1).Select(static _ => SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)))));

    /// <summary>Adds it to the signature: before tokens, and before what callers may leave out.</summary>
    public void AddTo(DocumentEditor editor, MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        var index = symbol.Parameters.Length;
        while (index > 0 && StandsLast(symbol.Parameters[index - 1]))
            index--;
        editor.ReplaceNode(method.ParameterList, (current, _) => Syntax.Insert((ParameterListSyntax)current, index, ToSyntax(editor, method)));
    }

    private static bool StandsLast(IParameterSymbol parameter) =>
        parameter.IsOptional || parameter.IsParams || KnownTypes.IsCancellationToken(parameter.Type);

    private ParameterSyntax ToSyntax(DocumentEditor editor, MethodDeclarationSyntax method)
    {
        var inputs = target.Inputs.Select(static input => input.Type).ToArray();
        var name = inputs.Length == 0 ? "Agents.Edge" : $"Agents.Edge`{inputs.Length}";
        var type = editor.SemanticModel.Compilation.GetTypeByMetadataName(name)!;
        if (inputs.Length > 0)
            type = type.Construct([.. inputs], [.. inputs.Select(static input => input.NullableAnnotation)]);
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(Names.Escape(Name)))
            .WithType(TypeNames.NameOf(editor, type, method).WithTrailingTrivia(SyntaxFactory.Space));
        return string.Equals(Names.WithoutAsync(Name), target.Name, StringComparison.OrdinalIgnoreCase)
            ? parameter
            : parameter.AddAttributeLists(ToTarget());
    }

    private AttributeListSyntax ToTarget() => SyntaxFactory
        .AttributeList([SyntaxFactory.Attribute(
            SyntaxFactory.ParseName("global::Agents.To").WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.ParseAttributeArgumentList($"(nameof({Names.Escape(target.Method.Name)}))"))])
        .WithTrailingTrivia(SyntaxFactory.Space);

    private static IEnumerable<string> NamesIn(MethodDeclarationSyntax method) => method.DescendantTokens()
        .Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
        .Select(static token => token.ValueText);
}

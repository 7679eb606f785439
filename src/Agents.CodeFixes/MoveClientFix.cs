using System.Collections.Immutable;
using System.Composition;
using Agents.Generators;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Agents.CodeFixes;

/// <summary>Moves an agent's client from a node's parameters to the primary constructor of the module.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveClientFix)), Shared]
public sealed class MoveClientFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ClientParameter.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var parameter = await FindNodeAsync<ParameterSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        if (parameter?.Parent is not ParameterListSyntax { Parent: MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } method } ||
            model!.GetDeclaredSymbol(type, cancellationToken) is not { } module ||
            model.GetDeclaredSymbol(parameter, cancellationToken) is not { } symbol ||
            symbol.ContainingSymbol is not IMethodSymbol node || !Signatures.IsFree(node) ||
            symbol.GetAttributes().Any(static attribute => KnownTypes.IsKeyedServiceAttribute(attribute.AttributeClass)) ||
            (await Signatures.UsesOfAsync(node, document.Project.Solution, cancellationToken).ConfigureAwait(false)).Count > 0 ||
            !CanTake(module, symbol, cancellationToken, out var taken, out var constructor))
        {
            return [];
        }

        return [Edit($"Take '{symbol.Name}' by the constructor of '{module.Name}'", nameof(MoveClientFix), document, editor =>
        {
            if (!taken)
            {
                var added = Syntax.Parameter(parameter.Type!.WithoutTrivia(), symbol.Name);
                editor.ReplaceNode(constructor ?? type, (node, _) => WithParameter((TypeDeclarationSyntax)node, added));
            }

            editor.ReplaceNode(method, (node, _) => WithoutParameter((MethodDeclarationSyntax)node, symbol.Ordinal));
        })];
    }

    /// <summary>
    /// Whether the module has, or can have, a primary constructor in this file that takes the client under its name: then
    /// what the node says of it means the same.
    /// </summary>
    private static bool CanTake(
        INamedTypeSymbol module, IParameterSymbol client, CancellationToken cancellationToken, out bool taken, out TypeDeclarationSyntax? constructor)
    {
        taken = false;
        constructor = null;
        if (module.GetMembers(client.Name).Any())
            return false;
        foreach (var method in module.InstanceConstructors.Where(static method => !method.IsImplicitlyDeclared))
        {
            // A constructor of the ordinary kind would need a field, and code in each of several.
            constructor = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) as TypeDeclarationSyntax;
            if (constructor is null)
                return false;
            var same = method.Parameters.FirstOrDefault(parameter => parameter.Name == client.Name);
            taken = same is not null && SymbolEqualityComparer.Default.Equals(same.Type, client.Type);
            if (same is not null && !taken)
                return false;
        }

        var file = client.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree;
        return taken || constructor is null || constructor.SyntaxTree == file;
    }

    private static TypeDeclarationSyntax WithParameter(TypeDeclarationSyntax type, ParameterSyntax parameter)
    {
        if (type.ParameterList is { } list)
            return type.WithParameterList(Syntax.Insert(list, list.Parameters.Count, parameter));
        // The list takes the place of the name's end: what followed the name follows the list.
        if (type.TypeParameterList is not null)
            return type;
        var name = type.Identifier;
        return type
            .WithIdentifier(name.WithTrailingTrivia())
            .WithParameterList(SyntaxFactory.ParameterList([parameter]).WithTrailingTrivia(name.TrailingTrivia));
    }

    private static MethodDeclarationSyntax WithoutParameter(MethodDeclarationSyntax method, int index)
    {
        var parameters = method.ParameterList.Parameters;
        var first = parameters[0].GetLeadingTrivia();
        parameters = parameters.RemoveAt(index);
        if (index == 0 && parameters.Count > 0)
            parameters = parameters.Replace(parameters[0], parameters[0].WithLeadingTrivia(first));
        return method.WithParameterList(method.ParameterList.WithParameters(parameters));
    }
}

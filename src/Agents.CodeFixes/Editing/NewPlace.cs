using Agents.Generators.Models;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.CodeFixes;

/// <summary>What a name means once the record in which it stands is moved.</summary>
internal enum Meaning
{
    /// <summary>What it means now.</summary>
    Same,

    /// <summary>Nothing, or something else; qualified it means the same.</summary>
    Foreign,

    /// <summary>Perhaps nothing.</summary>
    Unsure,
}

/// <summary>The union into which a record is to be moved.</summary>
/// <param name="record">The record.</param>
/// <param name="union">The union.</param>
/// <param name="part">The part of the union that takes it in.</param>
/// <param name="model">What is known of the document of that part.</param>
internal sealed class NewPlace(INamedTypeSymbol record, INamedTypeSymbol union, RecordDeclarationSyntax part, SemanticModel model)
{
    private readonly int position = part.GetLastToken().SpanStart;

    /// <summary>What a name will mean.</summary>
    /// <param name="symbol">What it means now.</param>
    /// <param name="name">The name.</param>
    public Meaning MeaningOf(ISymbol? symbol, SimpleNameSyntax name)
    {
        switch (symbol)
        {
            case null:
                return name.IsPartOfStructuredTrivia() ? Meaning.Same : Meaning.Unsure;
            case IMethodSymbol { ReducedFrom: { } extension }:
                return IsImported(extension.ContainingNamespace) ? Meaning.Same : Meaning.Unsure;
            case INamedTypeSymbol { IsNativeIntegerType: false } when !IsMember(name):
            case INamespaceSymbol when !IsMember(name):
                return MeaningOf((INamespaceOrTypeSymbol)symbol);
            case { Kind: SymbolKind.Field or SymbolKind.Property or SymbolKind.Event } when !IsMember(name):
            case IMethodSymbol { MethodKind: not MethodKind.LocalFunction } when !IsMember(name):
                return IsWithinRecord(symbol.ContainingType) || IsInherited(symbol.ContainingType) ? Meaning.Same : Meaning.Unsure;
            default:
                return Meaning.Same;
        }
    }

    private Meaning MeaningOf(INamespaceOrTypeSymbol symbol)
    {
        if (symbol is INamedTypeSymbol named && IsWithinRecord(named))
            return Meaning.Same;
        var arity = (symbol as INamedTypeSymbol)?.Arity ?? 0;
        var found = model.LookupNamespacesAndTypes(position, name: symbol.Name)
            .Concat(union.GetTypeMembers(symbol.Name))
            .Where(there => ((there as INamedTypeSymbol)?.Arity ?? 0) == arity)
            .ToList();
        return found.Count > 0 && found.All(there => SymbolEqualityComparer.Default.Equals(there, symbol.OriginalDefinition)) ? Meaning.Same
            : symbol is INamedTypeSymbol type && TypeRules.VisibilityOf(type) > Visibility.Less ? Meaning.Foreign
            : Meaning.Unsure;
    }

    private bool IsWithinRecord(INamedTypeSymbol? type) => type is not null &&
        (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, record) || IsWithinRecord(type.ContainingType));

    private bool IsInherited(INamedTypeSymbol type)
    {
        for (var current = record.BaseType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, type))
                return true;
        }

        return false;
    }

    private bool IsImported(INamespaceSymbol @namespace) =>
        model.GetImportScopes(position).Any(scope => scope.Imports.Any(import =>
            SymbolEqualityComparer.Default.Equals(import.NamespaceOrType, model.Compilation.GetCompilationNamespace(@namespace)))) ||
        $"{union.ContainingNamespace}.".StartsWith($"{@namespace}.", StringComparison.Ordinal);

    /// <summary>Whether the name stands behind what it belongs to.</summary>
    private static bool IsMember(SimpleNameSyntax name) =>
        name.Parent is MemberBindingExpressionSyntax || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name);
}

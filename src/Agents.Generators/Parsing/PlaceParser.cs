using Agents.Generators.Emit;
using Agents.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.Generators.Parsing;

/// <summary>Reads where a declaration stands.</summary>
internal static class PlaceParser
{
    private static readonly SymbolDisplayFormat Header = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat NamespaceFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    public static PlaceModel Parse(INamedTypeSymbol type, string kind, CancellationToken cancellationToken)
    {
        var containers = ContainersOf(type).ToArray();
        var @namespace = type.ContainingNamespace is { IsGlobalNamespace: false } named ? named.ToDisplayString(NamespaceFormat) : "";
        var takesNeighbours = containers.All(container => IsPartial(container, cancellationToken));
        return new PlaceModel
        {
            Namespace = @namespace,
            Containers = containers.Select(ToContainer).ToEquatableArray(),
            Self = ToContainer(type),
            Name = type.Name,
            HintName = HintNames.Of(MetadataNameOf(type), kind),
            Accessibility = SyntaxFacts.GetText(type.DeclaredAccessibility),
            Visibility = TypeRules.VisibilityOf(type),
            TakesPart = takesNeighbours && IsPartial(type, cancellationToken),
            TakesNeighbours = takesNeighbours,
            FlatName = Flat(MetadataNameOf(type)),
        };
    }

    /// <summary>Whether <paramref name="context"/> is of the first part of the declaration that bears the attribute.</summary>
    public static bool IsFirst(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol.DeclaringSyntaxReferences.Length == 1)
            return true;
        var first = context.TargetSymbol.GetAttributes()
            .Where(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, context.Attributes[0].AttributeClass))
            .Select(attribute => attribute.ApplicationSyntaxReference)
            .FirstOrDefault();
        return first is null || (first.SyntaxTree == context.TargetNode.SyntaxTree && context.TargetNode.Span.Contains(first.Span));
    }

    /// <summary>Whether generated code can name the type: not while its name, or one around it, is still being typed.</summary>
    public static bool IsNamed(INamespaceOrTypeSymbol symbol)
    {
        for (ISymbol current = symbol; current is not INamespaceSymbol { IsGlobalNamespace: true }; current = current.ContainingSymbol)
        {
            var parameters = current is INamedTypeSymbol type ? type.TypeParameters : [];
            if (parameters.Append(current).Any(static part => part.Name.Length == 0))
                return false;
        }

        return true;
    }

    /// <summary>Whether a part can be added to the type.</summary>
    public static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && !type.IsFileLocal)
                return declaration.Modifiers.Any(SyntaxKind.PartialKeyword);
        }

        return false;
    }

    /// <summary>The types that contain <paramref name="type"/>, from the outermost.</summary>
    public static IEnumerable<INamedTypeSymbol> ContainersOf(INamedTypeSymbol type)
    {
        var containers = new Stack<INamedTypeSymbol>();
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
            containers.Push(container);
        return containers;
    }

    private static ContainerModel ToContainer(INamedTypeSymbol type) => new(
        type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        },
        type.ToDisplayString(Header));

    private static string Flat(string name) =>
        new([.. name.Replace("_", "__").Select(static c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_')]);

    /// <summary>The full metadata name, as reflection writes it.</summary>
    public static string MetadataNameOf(INamedTypeSymbol type)
    {
        var name = string.Join("+", ContainersOf(type).Append(type).Select(part => part.MetadataName));
        return type.ContainingNamespace is { IsGlobalNamespace: false } named
            ? named.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithMiscellaneousOptions(default)) + "." + name
            : name;
    }
}

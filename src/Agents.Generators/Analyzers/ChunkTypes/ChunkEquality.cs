using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Analyzers.ChunkTypes;

/// <summary>Tells what of a chunk keeps two chunks of equal content from being equal.</summary>
internal static class ChunkEquality
{
    /// <summary>What of a chunk is compared by reference; null for nothing, or where it depends on the type at run time.</summary>
    public static string? FaultOf(ITypeSymbol chunk) => ChunkPart.Walk(chunk, PartsOf)
        .Select(static part => ReasonOf(part.Type) is { } reason ? part.Is(reason) : null)
        .FirstOrDefault(static fault => fault is not null);

    private static string? ReasonOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol => "an array",
        INamedTypeSymbol named when IsCollection(named) => "a collection",
        INamedTypeSymbol named when ComparesReference(named) => $"a '{TypeRules.Show(named)}', which compares by reference",
        INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false, IsRecord: false, SpecialType: SpecialType.None } named
            when !OwnEquality.IsIn(named) => "a class that does not override Equals",
        _ => null,
    };

    private static IEnumerable<ChunkPart> PartsOf(ChunkPart part)
    {
        if (part.Type is not INamedTypeSymbol type || type.TypeKind is TypeKind.Delegate or TypeKind.Enum)
            return [];
        if (TypeRules.IsFramework(type))
            return type.TypeArguments.Select(part.Element);
        return JsonShape.VariantsOf(type).Select(ChunkPart.Variant).Concat(StateOf(part, type));
    }

    /// <summary>What is compared where the compiler, or the framework's struct, does the comparing.</summary>
    private static IEnumerable<ChunkPart> StateOf(ChunkPart part, INamedTypeSymbol type)
    {
        if (!type.IsRecord && !type.IsValueType)
            yield break;
        for (var current = type; current is { SpecialType: SpecialType.None } && !OwnEquality.IsIn(current); current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                switch (member)
                {
                    case IFieldSymbol { IsStatic: false, AssociatedSymbol: var property } field
                        when field.CanBeReferencedByName || property is IPropertySymbol:
                        yield return part.Member(property ?? field, field.Type);
                        break;
                    // Of types in other assemblies no private field is seen.
                    case IPropertySymbol { IsStatic: false, IsIndexer: false, SetMethod: not null } property
                        when type.DeclaringSyntaxReferences.IsEmpty:
                        yield return part.Member(property, property.Type);
                        break;
                }
            }
        }
    }

    private static bool IsCollection(INamedTypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_String || !TypeRules.IsSequence(type))
            return false;
        var @namespace = type.ContainingNamespace.ToDisplayString();
        return @namespace == "System.Collections" || @namespace.StartsWith("System.Collections.", StringComparison.Ordinal) ||
            !OwnEquality.IsIn(type);
    }

    private static bool ComparesReference(INamedTypeSymbol type) =>
        (KnownTypes.IsIn(type, "System.Text.Json") && type.Name is "JsonElement") ||
        KnownTypes.IsIn(type, "System.Text.Json.Nodes") ||
        (KnownTypes.IsIn(type, "System") && type is { Arity: 1, Name: "Memory" or "ReadOnlyMemory" });
}

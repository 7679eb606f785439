using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Analyzers.ChunkTypes;

/// <summary>A type that a chunk is made of, and its place in the chunk as messages name it.</summary>
/// <param name="Type">The type.</param>
/// <param name="Place">The place: <c>it</c>, <c>its property 'Step'</c>, <c>property 'Count' of 'Step'</c>.</param>
/// <param name="IsElement">Whether that place holds a value of another type, which contains ones of this type.</param>
internal readonly record struct ChunkPart(ITypeSymbol Type, string Place, bool IsElement)
{
    private const string Whole = "it";

    /// <summary>Walks through the types that a chunk is made of, the nearest first.</summary>
    public static IEnumerable<ChunkPart> Walk(ITypeSymbol chunk, Func<ChunkPart, IEnumerable<ChunkPart>> inside) =>
        TypeWalk.Over([new(Bare(chunk), Whole, IsElement: false)], static part => part.Type, inside);

    /// <summary>What values of this type contain at the same place: elements, type arguments.</summary>
    public ChunkPart Element(ITypeSymbol type) => new(Bare(type), Place, IsElement: true);

    /// <summary>A type that a chunk, or something in it, can be of instead.</summary>
    public static ChunkPart Variant(INamedTypeSymbol type) => new(type, NameOf(type), IsElement: false);

    /// <summary>What a member of this type holds.</summary>
    public ChunkPart Member(ISymbol member, ITypeSymbol type) => new(Bare(type), NameOf(member), IsElement: false);

    /// <summary>A member of this type as messages name it.</summary>
    public string NameOf(ISymbol member)
    {
        var name = $"{(member is IPropertySymbol ? "property" : "field")} '{member.Name}'";
        return Place == Whole && !IsElement ? "its " + name : $"{name} of {NameOf(Type)}";
    }

    /// <summary>A sentence about the type in its place.</summary>
    public string Is(string what) => $"{Place} {(IsElement ? "contains" : "is")} {what}";

    private static ITypeSymbol Bare(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None);

    private static string NameOf(ITypeSymbol type) => type.BaseType is { } parent && UnionRules.IsUnion(parent)
        ? $"case '{type.Name}'"
        : $"'{TypeRules.Show(type)}'";
}

using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Analyzers.ChunkTypes;

/// <summary>Tells what of a chunk System.Text.Json cannot write or read.</summary>
internal static class ChunkJson
{
    /// <summary>What keeps chunks of the type from being written or read; null if nothing surely does.</summary>
    public static string? FaultOf(ITypeSymbol chunk, Compilation compilation) => ChunkPart.Walk(chunk, PartsOf)
        .Select(part => ReasonOf(part.Type, compilation) is { } reason ? part.Is(reason) : null)
        .FirstOrDefault(static fault => fault is not null);

    private static IEnumerable<ChunkPart> PartsOf(ChunkPart part)
    {
        if (JsonShape.HasConverter(part.Type))
            return [];
        var variants = JsonShape.VariantsOf(part.Type).Select(ChunkPart.Variant);
        // All that is written of a union is written of its cases.
        return part.Type is INamedTypeSymbol type && UnionRules.IsUnion(type) ? variants : variants.Concat(JsonShape.PartsOf(part.Type)
            .Where(static inner => inner.Member is null || !JsonShape.HasConverter(inner.Member))
            .Select(inner => inner.Member is { } member ? part.Member(member, inner.Type) : part.Element(inner.Type)));
    }

    private static string? ReasonOf(ITypeSymbol type, Compilation compilation) => type switch
    {
        IArrayTypeSymbol { Rank: > 1 } => "an array of several dimensions",
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => "a pointer",
        INamedTypeSymbol named when !JsonShape.HasConverter(named) => ReasonOf(named, compilation),
        _ => null,
    };

    private static string? ReasonOf(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.TypeKind is TypeKind.Delegate)
            return "a delegate";
        if (type.IsRefLikeType)
            return "a ref struct";
        if (type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
            return "a native integer";
        if (TypeRules.IsFramework(type))
            return ReasonOfFramework(type);
        if (TypeRules.IsSequence(type) || UnionRules.IsUnion(type))
            return null;
        if (type.AllInterfaces.Any(KnownTypes.IsAsyncSequence))
            return "an asynchronous sequence";
        if (KnownTypes.DerivesFrom(type, "System", "Exception"))
            return "an exception";
        if (type.IsAbstract && type.TypeKind is TypeKind.Class or TypeKind.Interface)
            return JsonShape.VariantsOf(type).Any() || IsPolymorphic(type) ? null : $"{KindOf(type)} without [JsonDerivedType]";
        return JsonConstruction.FaultOf(type, compilation);
    }

    private static string? ReasonOfFramework(INamedTypeSymbol type) =>
        KnownTypes.IsTask(type, 0) || KnownTypes.IsTask(type, 1) || KnownTypes.IsValueTask(type, 0) || KnownTypes.IsValueTask(type, 1) ? "a task"
        : KnownTypes.IsCancellationToken(type) ? "a cancellation token"
        : KnownTypes.IsAsyncSequence(type) ? "an asynchronous sequence"
        : KnownTypes.DerivesFrom(type, "System.IO", "Stream") || KnownTypes.DerivesFrom(type, "System.IO", "TextReader") ||
            KnownTypes.DerivesFrom(type, "System.IO", "TextWriter") ? "a stream"
        : KnownTypes.DerivesFrom(type, "System", "Exception") ? "an exception"
        : KnownTypes.IsIn(type, "System.Reflection") || KnownTypes.DerivesFrom(type, "System.Reflection", "MemberInfo")
            ? $"a '{TypeRules.Show(type)}'"
        : KeyOf(type) is { } key && !IsKey(key) ? $"a dictionary with keys of type '{TypeRules.Show(key)}'"
        : null;

    private static ITypeSymbol? KeyOf(INamedTypeSymbol type) => type.AllInterfaces.Add(type)
        .FirstOrDefault(static @interface => @interface is { TypeKind: TypeKind.Interface, Arity: 2 } &&
            @interface.Name is "IDictionary" or "IReadOnlyDictionary" && KnownTypes.IsIn(@interface, "System.Collections.Generic"))
        ?.TypeArguments[0];

    private static bool IsKey(ITypeSymbol type) =>
        type.TypeKind is TypeKind.Enum or TypeKind.TypeParameter || type.SpecialType is SpecialType.System_Object ||
        TypeRules.IsNullableValue(type) || JsonScalars.IsSimple(type) || JsonShape.HasConverter(type);

    private static bool IsPolymorphic(INamedTypeSymbol type) =>
        AttributeReader.Has(type, static attribute => KnownTypes.IsJsonAttribute(attribute, "JsonPolymorphicAttribute"));

    private static string KindOf(INamedTypeSymbol type) =>
        type.TypeKind is TypeKind.Interface ? "an interface" : type.IsRecord ? "an abstract record" : "an abstract class";
}

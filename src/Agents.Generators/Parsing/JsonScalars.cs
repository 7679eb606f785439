using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>The types whose JSON the library knows by itself: those of <c>Agents.Infrastructure.BuiltInJson</c>.</summary>
internal static class JsonScalars
{
    private static readonly string[] InSystem =
        ["DateOnly", "DateTimeOffset", "Guid", "Half", "Int128", "TimeOnly", "TimeSpan", "UInt128", "Uri", "Version"];

    private static readonly string[] InNodes = ["JsonArray", "JsonNode", "JsonObject", "JsonValue"];

    /// <summary>Whether the type is a text, a truth value, a number, a date, a time, an identifier or an address.</summary>
    public static bool IsSimple(ITypeSymbol type) =>
        type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_String) or SpecialType.System_DateTime ||
        (KnownTypes.IsIn(type, "System") && type is INamedTypeSymbol { Arity: 0 } && InSystem.Contains(type.Name, StringComparer.Ordinal));

    /// <summary>Whether the library knows the type: a simple one, bytes, JSON itself; of structs the nullable ones too.</summary>
    public static bool IsKnown(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array is { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte },
        _ when TypeRules.IsNullableValue(type) => IsKnown(TypeRules.WithoutNull(type)),
        _ => IsSimple(type) || type.SpecialType is SpecialType.System_Object ||
            (KnownTypes.IsIn(type, "System.Text.Json") && type.Name is "JsonDocument" or "JsonElement") ||
            (KnownTypes.IsIn(type, "System.Text.Json.Nodes") && InNodes.Contains(type.Name, StringComparer.Ordinal)),
    };
}

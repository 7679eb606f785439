using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Parsing;

/// <summary>Writes constants as C#, the same in every culture.</summary>
internal static class Literals
{
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Of(double value) => value switch
    {
        double.NaN => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ => value.ToString("R", CultureInfo.InvariantCulture) + "D",
    };

    /// <summary>The default value of a parameter.</summary>
    public static string OfDefault(IParameterSymbol parameter) => parameter.ExplicitDefaultValue is { } value
        ? Of(value, TypeRules.WithoutNull(parameter.Type))
        : parameter.Type.IsReferenceType && !TypeRules.AllowsNull(parameter.Type) ? "null!"
        : parameter.Type.IsReferenceType || TypeRules.IsNullableValue(parameter.Type) ? "null"
        : "default";

    /// <summary>An argument of an attribute.</summary>
    public static string Of(TypedConstant constant) => constant switch
    {
        { IsNull: true } => "null",
        { Kind: TypedConstantKind.Type } => $"typeof({TypeRules.ToModel((ITypeSymbol)constant.Value!).Bare})",
        { Kind: TypedConstantKind.Array } => $"[{string.Join(", ", constant.Values.Select(Of))}]",
        { Value: byte or sbyte or short or ushort } => $"({TypeRules.ToModel(constant.Type!).Bare})({Of(constant.Value, constant.Type!)})",
        _ => Of(constant.Value!, constant.Type!),
    };

    private static string Of(object value, ITypeSymbol type)
    {
        if (type.TypeKind is TypeKind.Enum)
            return OfEnum(value, (INamedTypeSymbol)type);
        return value switch
        {
            string text => Of(text),
            char character => SymbolDisplay.FormatLiteral(character, quote: true),
            bool flag => flag ? "true" : "false",
            double number => Of(number),
            float.NaN => "float.NaN",
            float.PositiveInfinity => "float.PositiveInfinity",
            float.NegativeInfinity => "float.NegativeInfinity",
            float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "M",
            long number => number.ToString(CultureInfo.InvariantCulture) + "L",
            ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
            uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => "default",
        };
    }

    private static string OfEnum(object value, INamedTypeSymbol type)
    {
        var name = TypeRules.ToModel(type).Bare;
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && value.Equals(field.ConstantValue));
        return member is null
            ? $"({name})({Of(value, type.EnumUnderlyingType!)})"
            : $"{name}.{Names.Escape(member.Name)}";
    }
}

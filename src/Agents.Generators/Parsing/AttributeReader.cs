using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>Reads what attributes say.</summary>
internal static class AttributeReader
{
    public static AttributeData? Find(ISymbol symbol, Func<ITypeSymbol?, bool> isWanted)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (isWanted(attribute.AttributeClass))
                return attribute;
        }

        return null;
    }

    public static bool Has(ISymbol symbol, Func<ITypeSymbol?, bool> isWanted) => Find(symbol, isWanted) is not null;

    /// <summary>The argument of the constructor, if it is a text that says something.</summary>
    public static string? TextOf(AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive, Value: string { Length: > 0 } text }] ? text : null;

    public static T? Named<T>(AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value is { Kind: not TypedConstantKind.Array, Value: T value })
                return value;
        }

        return default;
    }

    /// <summary>The named ones of <paramref name="properties"/> that are set, in the order of the properties.</summary>
    public static EquatableArray<SettingModel> Settings(AttributeData attribute, params string[] properties) => properties
        .SelectMany(_ => attribute.NamedArguments, static (property, argument) => (property, argument))
        .Where(static pair => pair.property == pair.argument.Key && SaysSomething(pair.argument.Value))
        .Select(static pair => new SettingModel(pair.property, Literals.Of(pair.argument.Value)))
        .ToEquatableArray();

    private static bool SaysSomething(TypedConstant constant) => constant switch
    {
        { Kind: TypedConstantKind.Error } or { IsNull: true } => false,
        { Kind: TypedConstantKind.Array } =>
            constant.Values.Length > 0 && constant.Values.All(value => value.Value is ITypeSymbol type && TypeRules.IsKnown(type)),
        { Value: 0 or 0D } => false,
        _ => true,
    };
}

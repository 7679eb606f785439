using Agents.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.Generators.Parsing;

/// <summary>Reads a case of a union: how it is made, and what of it is written to JSON.</summary>
internal static class CaseParser
{
    public static CaseModel Parse(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var constructor = ConstructorOf(type);
        return new CaseModel
        {
            Name = type.Name,
            Type = TypeRules.ToModel(type).Bare,
            Handler = UnionRules.HandlerOf(type),
            Discriminator = UnionRules.DiscriminatorOf(type),
            IsPublic = constructor is null or { DeclaredAccessibility: Accessibility.Public },
            Members = MembersOf(type, constructor).ToEquatableArray(),
        };
    }

    /// <summary>
    /// The constructor that makes a case: the one marked <c>[JsonConstructor]</c>, else the primary one, else the one with
    /// the most parameters.
    /// </summary>
    public static IMethodSymbol? ConstructorOf(INamedTypeSymbol type) => type.InstanceConstructors
        .Where(static constructor => constructor.DeclaredAccessibility is
            Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)
        .Where(constructor => !(constructor.Parameters is [var only] && SymbolEqualityComparer.Default.Equals(only.Type, type)))
        .OrderByDescending(static constructor => AttributeReader.Has(constructor, IsJsonConstructor))
        .ThenByDescending(static constructor =>
            constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is RecordDeclarationSyntax)
        .ThenByDescending(static constructor => constructor.Parameters.Length)
        .FirstOrDefault();

    /// <summary>The property that a parameter of the constructor becomes.</summary>
    public static IPropertySymbol? PropertyOf(INamedTypeSymbol type, IParameterSymbol parameter) =>
        PropertiesOf(type).FirstOrDefault(property =>
            string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) &&
            SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type));

    /// <summary>The properties of a case that its JSON holds.</summary>
    public static IEnumerable<IPropertySymbol> WrittenOf(INamedTypeSymbol type)
    {
        var written = new HashSet<string>(MembersOf(type, ConstructorOf(type)).Select(static member => member.Property));
        return PropertiesOf(type).Where(property => written.Contains(property.Name));
    }

    private static IEnumerable<MemberModel> MembersOf(INamedTypeSymbol type, IMethodSymbol? constructor)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in constructor?.Parameters ?? [])
        {
            if (PropertyOf(type, parameter) is not { } property || !TypeRules.IsKnown(property.Type))
                continue;
            given.Add(property.Name);
            yield return ToMember(property, MemberOrigin.Constructor) with
            {
                Parameter = Names.Camel(parameter.Name),
                Default = DefaultOf(constructor!, parameter),
            };
        }

        var setsRequired = constructor is not null && AttributeReader.Has(constructor, KnownTypes.IsSetsRequiredMembersAttribute);
        foreach (var property in PropertiesOf(type)
            .Where(property => !given.Contains(property.Name) && TypeRules.IsKnown(property.Type))
            .OrderBy(static property => !property.IsRequired))
        {
            if (property.IsRequired && !setsRequired)
                yield return ToMember(property, MemberOrigin.Required);
            else if (property.SetMethod is { DeclaredAccessibility: Accessibility.Public, IsInitOnly: var isInit })
                yield return ToMember(property, isInit ? MemberOrigin.Init : MemberOrigin.Setter);
        }
    }

    private static MemberModel ToMember(IPropertySymbol property, MemberOrigin origin) => new()
    {
        Property = property.Name,
        Parameter = Names.Camel(property.Name),
        Type = TypeRules.ToModel(property.Type),
        Origin = origin,
        Default = null,
        DeclaringType = TypeRules.ToModel(property.ContainingType).Bare,
        Settings = SettingsOf(property).ToEquatableArray(),
    };

    /// <summary>The public properties of a case, its own and those of the union.</summary>
    public static IEnumerable<IPropertySymbol> PropertiesOf(INamedTypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (IsPublicValue(property) && seen.Add(property.Name))
                    yield return property;
            }
        }
    }

    private static bool IsPublicValue(IPropertySymbol property) => property is
    {
        Name.Length: > 0,
        DeclaredAccessibility: Accessibility.Public,
        GetMethod.DeclaredAccessibility: Accessibility.Public,
        IsStatic: false,
        IsIndexer: false,
    };

    /// <summary>A default value is one only where all parameters that follow have one as well, and no member is required.</summary>
    private static string? DefaultOf(IMethodSymbol constructor, IParameterSymbol parameter) =>
        constructor.Parameters.Skip(parameter.Ordinal).All(static later => later.HasExplicitDefaultValue) &&
        !PropertiesOf(constructor.ContainingType).Any(static property => property.IsRequired)
            ? Literals.OfDefault(parameter)
            : null;

    private static IEnumerable<SettingModel> SettingsOf(IPropertySymbol property)
    {
        foreach (var attribute in property.GetAttributes())
        {
            if (KnownTypes.IsJsonAttribute(attribute.AttributeClass, "JsonPropertyNameAttribute") &&
                AttributeReader.TextOf(attribute) is { } name)
            {
                yield return new("JsonName", Literals.Of(name));
            }

            if (KnownTypes.IsJsonAttribute(attribute.AttributeClass, "JsonIgnoreAttribute"))
                yield return new("Ignore", IgnoreOf(attribute));
            if (KnownTypes.IsJsonAttribute(attribute.AttributeClass, "JsonConverterAttribute") &&
                attribute.ConstructorArguments is [{ Value: INamedTypeSymbol converter }] && TypeRules.IsKnown(converter))
            {
                yield return new("Converter", $"new {TypeRules.ToModel(converter).Bare}()");
            }
        }

        if (property.Type.IsReferenceType && !TypeRules.AllowsNull(property.Type))
            yield return new("RefusesNull", "true");
    }

    private static string IgnoreOf(AttributeData attribute)
    {
        const string Condition = "global::System.Text.Json.Serialization.JsonIgnoreCondition";
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == "Condition")
                return Literals.Of(argument.Value);
        }

        return Condition + ".Always";
    }

    private static bool IsJsonConstructor(ITypeSymbol? type) => KnownTypes.IsJsonAttribute(type, "JsonConstructorAttribute");
}

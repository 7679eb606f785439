using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>
/// What the JSON of a type consists of, as System.Text.Json and its source generator see it, and our generated code for the
/// cases of unions.
/// </summary>
internal static class JsonShape
{
    /// <summary>The value of <c>JsonIgnoreCondition.Always</c>.</summary>
    private const int Always = 1;

    /// <summary>Whether a type or a member brings its own converter, so that nothing else is known of its JSON.</summary>
    public static bool HasConverter(ISymbol symbol) => AttributeReader.Has(symbol, KnownTypes.IsJsonConverterAttribute);

    /// <summary>Whether a member is never written.</summary>
    public static bool IsIgnored(ISymbol member) => AttributeReader.Find(member, IsJsonIgnore) is { } attribute &&
        attribute.NamedArguments.All(static argument => argument is not { Key: "Condition", Value.Value: not Always });

    /// <summary>What a value of the type can be instead: a case of a union, or a type that <c>[JsonDerivedType]</c> names.</summary>
    public static IEnumerable<INamedTypeSymbol> VariantsOf(ITypeSymbol type) =>
        type is INamedTypeSymbol named && UnionRules.IsUnion(named)
            ? UnionRules.CasesOf(named)
            : type.GetAttributes()
                .Where(static attribute => KnownTypes.IsJsonAttribute(attribute.AttributeClass, "JsonDerivedTypeAttribute"))
                .Select(static attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
                .OfType<INamedTypeSymbol>();

    /// <summary>The types of elements, type arguments of framework types (with no member), and of members.</summary>
    public static IEnumerable<(ITypeSymbol Type, ISymbol? Member)> PartsOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => [(array.ElementType, null)],
        INamedTypeSymbol named when HasConverter(named) || named.TypeKind is TypeKind.Delegate or TypeKind.Enum => [],
        INamedTypeSymbol named when TypeRules.IsFramework(named) => named.TypeArguments.Select(Element),
        INamedTypeSymbol named when TypeRules.IsSequence(named) => named.AllInterfaces
            .Where(static @interface => @interface.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T)
            .Select(static @interface => Element(@interface.TypeArguments[0])),
        INamedTypeSymbol named when named.BaseType is { } parent && UnionRules.IsUnion(parent) => CaseParser.WrittenOf(named)
            .Where(static property => !IsIgnored(property))
            .Select(static property => (property.Type, (ISymbol?)property)),
        INamedTypeSymbol named => MembersOf(named),
        _ => [],
    };

    private static (ITypeSymbol Type, ISymbol? Member) Element(ITypeSymbol type) => (type, null);

    private static IEnumerable<(ITypeSymbol Type, ISymbol? Member)> MembersOf(INamedTypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (ValueOf(member) is { } value && IsWritten(member) && seen.Add(member.Name))
                    yield return (value, member);
            }
        }
    }

    private static ITypeSymbol? ValueOf(ISymbol member) => member switch
    {
        IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } property => property.Type,
        IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field => field.Type,
        _ => null,
    };

    private static bool IsWritten(ISymbol member) => !IsIgnored(member) && (AttributeReader.Has(member, IsJsonInclude) ||
        (member.DeclaredAccessibility is Accessibility.Public &&
            member is not IPropertySymbol { GetMethod.DeclaredAccessibility: not Accessibility.Public }));

    private static bool IsJsonIgnore(ITypeSymbol? type) => KnownTypes.IsJsonAttribute(type, "JsonIgnoreAttribute");

    private static bool IsJsonInclude(ITypeSymbol? type) => KnownTypes.IsJsonAttribute(type, "JsonIncludeAttribute");
}

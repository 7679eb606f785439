using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Analyzers.ChunkTypes;

/// <summary>Tells whether System.Text.Json can make an object of what it has read.</summary>
internal static class JsonConstruction
{
    /// <summary>
    /// Why no object of a class can be made. Only of classes in source is it known what other constructors they have; structs
    /// can always be made, and how cases of unions are made is decided elsewhere.
    /// </summary>
    public static string? FaultOf(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.TypeKind is not TypeKind.Class || type.DeclaringSyntaxReferences.IsEmpty ||
            (type.BaseType is { } parent && UnionRules.IsUnion(parent)))
        {
            return null;
        }

        var all = type.InstanceConstructors;
        var open = all.Where(static constructor => constructor.DeclaredAccessibility is Accessibility.Public).ToArray();
        if (all.FirstOrDefault(IsMarked) is { } marked)
            return FaultOf(marked, compilation);
        if (Array.Exists(open, static constructor => constructor.Parameters.IsEmpty))
            return null;
        return open switch
        {
            [] => $"{KindOf(type)} without a public constructor",
            [var only] => FaultOf(only, compilation),
            _ => $"{KindOf(type)} with several constructors, none marked with [JsonConstructor]",
        };
    }

    private static string? FaultOf(IMethodSymbol constructor, Compilation compilation)
    {
        var type = constructor.ContainingType;
        var unbound = constructor.Parameters.FirstOrDefault(parameter => !IsBound(type, parameter, compilation));
        return unbound is null ? null : $"{KindOf(type)} whose constructor takes '{unbound.Name}', which is no property of that name and type";
    }

    /// <summary>Whether a property or field gives the parameter its value.</summary>
    private static bool IsBound(INamedTypeSymbol type, IParameterSymbol parameter, Compilation compilation)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                var value = member switch
                {
                    IPropertySymbol { IsStatic: false } property => property.Type,
                    IFieldSymbol { IsStatic: false } field => field.Type,
                    _ => null,
                };
                if (value is not null && string.Equals(member.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) &&
                    IsVisible(member) && TypeRules.IsSame(value, parameter.Type, compilation))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsVisible(ISymbol member) =>
        member.DeclaredAccessibility is Accessibility.Public || AttributeReader.Has(member, IsJsonInclude);

    private static bool IsMarked(IMethodSymbol constructor) => AttributeReader.Has(constructor, IsJsonConstructor);

    private static bool IsJsonConstructor(ITypeSymbol? type) => KnownTypes.IsJsonAttribute(type, "JsonConstructorAttribute");

    private static bool IsJsonInclude(ITypeSymbol? type) => KnownTypes.IsJsonAttribute(type, "JsonIncludeAttribute");

    private static string KindOf(INamedTypeSymbol type) => type.IsRecord ? "a record" : "a class";
}

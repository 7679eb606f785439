using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Analyzers.ChunkTypes;

/// <summary>Tells whether somebody has written how values of a type are compared.</summary>
internal static class OwnEquality
{
    /// <summary>
    /// Whether the type overrides Equals or implements <c>IEquatable&lt;T&gt;</c> of itself. What the compiler writes for a
    /// record does not count.
    /// </summary>
    public static bool IsIn(INamedTypeSymbol type)
    {
        if (!type.IsRecord && type.AllInterfaces.Any(@interface => IsEquatable(@interface, type)))
            return true;
        for (var current = type; current is { SpecialType: SpecialType.None }; current = type.IsRecord ? null : current.BaseType)
        {
            if (current.GetMembers(nameof(Equals)).Any(member => IsEquals(member, current)))
                return true;
        }

        return false;
    }

    private static bool IsEquatable(INamedTypeSymbol type, INamedTypeSymbol self) =>
        type is { Name: "IEquatable", Arity: 1 } && KnownTypes.IsIn(type, "System") &&
        SymbolEqualityComparer.Default.Equals(type.TypeArguments[0], self);

    private static bool IsEquals(ISymbol member, INamedTypeSymbol type) =>
        member is IMethodSymbol { IsStatic: false, IsImplicitlyDeclared: false, Parameters: [var only] } method &&
        (method.IsOverride || (type.IsRecord && SymbolEqualityComparer.Default.Equals(only.Type, type))) &&
        !AttributeReader.Has(method, static attribute =>
            KnownTypes.DerivesFrom(attribute, "System.Runtime.CompilerServices", "CompilerGeneratedAttribute"));
}

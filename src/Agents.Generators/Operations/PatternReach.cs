using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>How much of the values of a type a pattern matches.</summary>
internal enum Reach
{
    /// <summary>No value.</summary>
    None,

    /// <summary>Some of the values, or perhaps some.</summary>
    Some,

    /// <summary>Every value.</summary>
    All,
}

/// <summary>Tells how much of the values of a type a pattern matches. What it does not know reaches some.</summary>
internal static class PatternReach
{
    /// <summary>How much of the values of <paramref name="type"/>, null among them if it may occur, the pattern matches.</summary>
    public static Reach Of(IPatternOperation pattern, ITypeSymbol type, bool allowsNull, Compilation compilation)
    {
        return pattern switch
        {
            IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true } => Reach.All,
            IDeclarationPatternOperation declaration => OfType(declaration.MatchedType),
            ITypePatternOperation typed => OfType(typed.MatchedType),
            IRecursivePatternOperation recursive => And(OfType(recursive.MatchedType), () => OfParts(recursive, compilation)),
            INegatedPatternOperation negated => Not(Of(negated.Pattern, type, allowsNull, compilation)),
            IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => And(
                Of(both.LeftPattern, type, allowsNull, compilation), () => Of(both.RightPattern, type, allowsNull, compilation)),
            IBinaryPatternOperation either => Or(
                Of(either.LeftPattern, type, allowsNull, compilation), () => Of(either.RightPattern, type, allowsNull, compilation)),
            IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } when !allowsNull => Reach.None,
            _ => Reach.Some,
        };

        Reach OfType(ITypeSymbol? matched) =>
            matched is null or IErrorTypeSymbol ? Reach.Some
            : compilation.ClassifyConversion(type, matched) is not { Exists: true, IsUserDefined: false } conversion ? Reach.None
            : conversion.IsImplicit && !allowsNull ? Reach.All
            : Reach.Some;
    }

    /// <summary>Whether the pattern matches null.</summary>
    public static bool MatchesNull(IPatternOperation pattern) => pattern switch
    {
        IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true } => true,
        IConstantPatternOperation constant => constant.Value.ConstantValue is { HasValue: true, Value: null },
        INegatedPatternOperation negated => !MatchesNull(negated.Pattern),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => MatchesNull(both.LeftPattern) && MatchesNull(both.RightPattern),
        IBinaryPatternOperation either => MatchesNull(either.LeftPattern) || MatchesNull(either.RightPattern),
        _ => false,
    };

    private static Reach OfParts(IRecursivePatternOperation pattern, Compilation compilation)
    {
        var reach = Reach.All;
        for (var i = 0; i < pattern.DeconstructionSubpatterns.Length; i++)
        {
            var part = pattern.DeconstructionSubpatterns[i];
            var type = TypeOf(pattern, i) ?? part.InputType;
            reach = And(reach, () => Of(part, type, AllowsNull(type), compilation));
        }

        foreach (var property in pattern.PropertySubpatterns)
        {
            var type = TypeOf(property.Member) ?? property.Pattern.InputType;
            reach = And(reach, () => Of(property.Pattern, type, AllowsNull(type), compilation));
        }

        return reach;
    }

    /// <summary>The type of a deconstructed part, with the annotation that it has where it is declared.</summary>
    private static ITypeSymbol? TypeOf(IRecursivePatternOperation pattern, int part) =>
        pattern.DeconstructSymbol is IMethodSymbol method &&
        method.Parameters.Length >= pattern.DeconstructionSubpatterns.Length
            ? method.Parameters[method.Parameters.Length - pattern.DeconstructionSubpatterns.Length + part].Type
            : null;

    private static ITypeSymbol? TypeOf(IOperation member) => member switch
    {
        IPropertyReferenceOperation property => property.Property.Type,
        IFieldReferenceOperation field => field.Field.Type,
        _ => null,
    };

    /// <summary>Null counts where the compiler counts it: not where the type says that it does not occur.</summary>
    private static bool AllowsNull(ITypeSymbol type) =>
        TypeRules.AllowsNull(type) || type is ITypeParameterSymbol { IsValueType: false };

    private static Reach Not(Reach reach) => Reach.All - (int)reach;

    private static Reach And(Reach left, Func<Reach> right) => left is Reach.None ? left : (Reach)Math.Min((int)left, (int)right());

    private static Reach Or(Reach left, Func<Reach> right) => left is Reach.All ? left : (Reach)Math.Max((int)left, (int)right());
}

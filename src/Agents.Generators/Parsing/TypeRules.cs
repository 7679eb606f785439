using Agents.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Parsing;

/// <summary>What holds of types in signatures.</summary>
internal static class TypeRules
{
    private static readonly SymbolDisplayFormat Annotated = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The type as generated code names it.</summary>
    public static TypeModel ToModel(ITypeSymbol type) => new(
        type.ToDisplayString(Annotated),
        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(Annotated));

    /// <summary>The type's name in a message.</summary>
    public static string Show(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    /// <summary>Whether null is meant to occur: only an annotation says so, oblivious types count as not nullable.</summary>
    public static bool AllowsNull(ITypeSymbol type) =>
        type.NullableAnnotation is NullableAnnotation.Annotated || IsNullableValue(type);

    /// <summary>Whether the type is a <c>Nullable&lt;T&gt;</c>.</summary>
    public static bool IsNullableValue(ITypeSymbol type) => type.OriginalDefinition.SpecialType is SpecialType.System_Nullable_T;

    /// <summary>Whether two types are one at run time: annotations and names of tuples' items aside.</summary>
    public static bool IsSame(ITypeSymbol type, ITypeSymbol other, Compilation compilation) =>
        compilation.ClassifyConversion(type, other).IsIdentity;

    /// <summary>Whether values of one type become values of another without a cast.</summary>
    public static bool Converts(ITypeSymbol from, ITypeSymbol to, Compilation compilation) =>
        compilation.ClassifyConversion(from, to) is { Exists: true, IsImplicit: true };

    /// <summary>Whether values of one type are values of another already, so that a cast out of a box does.</summary>
    public static bool IsAlready(ITypeSymbol from, ITypeSymbol to, Compilation compilation) =>
        compilation.ClassifyConversion(from, to) is { IsIdentity: true } or { IsReference: true, IsImplicit: true } or { IsBoxing: true };

    /// <summary>Whether all of the type is known: false while a name in it is misspelt, or made by another generator.</summary>
    public static bool IsKnown(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol => false,
        IArrayTypeSymbol array => IsKnown(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.All(static argument => argument.SpecialType is not SpecialType.System_Void && IsKnown(argument)) &&
            (named.ContainingType is null || IsKnown(named.ContainingType)),
        _ => true,
    };

    /// <summary>Whether values of the type can be kept, handed over and written to a log.</summary>
    public static bool IsPayload(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsPayload(array.ElementType),
        INamedTypeSymbol named => !named.IsRefLikeType && named.SpecialType is not SpecialType.System_Void,
        IDynamicTypeSymbol or IPointerTypeSymbol or IFunctionPointerTypeSymbol or ITypeParameterSymbol => false,
        _ => true,
    };

    /// <summary>Whether the type comes with .NET, by its namespace.</summary>
    public static bool IsFramework(INamedTypeSymbol type)
    {
        var root = type.ContainingNamespace;
        while (root is { ContainingNamespace.IsGlobalNamespace: false })
            root = root.ContainingNamespace;
        return root?.Name is "System" or "Microsoft";
    }

    /// <summary>Whether the type can be enumerated.</summary>
    public static bool IsSequence(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Collections_IEnumerable || type.AllInterfaces.Any(static @interface =>
            @interface.SpecialType is SpecialType.System_Collections_IEnumerable);

    /// <summary>Whether the arguments of a generic type are such as it asks for; nullability aside.</summary>
    public static bool MeetsConstraints(INamedTypeSymbol type, Compilation compilation)
    {
        return type.TypeParameters.Zip(type.TypeArguments, Meets).All(static meets => meets);

        bool Meets(ITypeParameterSymbol parameter, ITypeSymbol argument) =>
            (!parameter.HasReferenceTypeConstraint || argument.IsReferenceType) &&
            (!parameter.HasConstructorConstraint || CanBeMade(argument)) &&
            (!parameter.HasUnmanagedTypeConstraint || argument.IsUnmanagedType) &&
            (!parameter.HasValueTypeConstraint || (argument.IsValueType && !IsNullableValue(argument))) &&
            parameter.ConstraintTypes.All(constraint => constraint.ContainingType is not null || IsAlready(argument, Closed(constraint), compilation));

        ITypeSymbol Closed(ITypeSymbol part) => part switch
        {
            ITypeParameterSymbol parameter => type.TypeArguments[parameter.Ordinal],
            INamedTypeSymbol { Arity: > 0 } named => named.OriginalDefinition.Construct([.. named.TypeArguments.Select(Closed)]),
            _ => part,
        };
    }

    private static bool CanBeMade(ITypeSymbol type) => type.IsValueType || type is INamedTypeSymbol { IsAbstract: false } named &&
        named.InstanceConstructors.Any(static constructor => constructor is { Parameters: [], DeclaredAccessibility: Accessibility.Public });

    /// <summary>Who can see the type in the end: its containing types and type arguments considered.</summary>
    public static Visibility VisibilityOf(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return VisibilityOf(array.ElementType);
            case INamedTypeSymbol named:
                var visibility = named.DeclaredAccessibility switch
                {
                    Accessibility.Public or Accessibility.NotApplicable => Visibility.Public,
                    Accessibility.Internal or Accessibility.ProtectedOrInternal => Visibility.Internal,
                    _ => Visibility.Less,
                };
                foreach (var part in named.ContainingType is { } container ? named.TypeArguments.Add(container) : named.TypeArguments)
                    visibility = (Visibility)Math.Min((int)visibility, (int)VisibilityOf(part));
                return visibility;
            default:
                return Visibility.Public;
        }
    }

    /// <summary>The classes that a class derives from, from the nearest, without those that all do.</summary>
    public static IEnumerable<INamedTypeSymbol> BasesOf(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            yield return current;
    }

    /// <summary>Whether the type is a wanted one, or derives from one.</summary>
    public static bool DerivesFrom(ITypeSymbol? type, Func<ITypeSymbol?, bool> isWanted)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (isWanted(current))
                return true;
        }

        return false;
    }

    /// <summary>The type without its nullability: <c>T</c> of <c>T?</c>, be it a struct or not.</summary>
    public static ITypeSymbol WithoutNull(ITypeSymbol type) => IsNullableValue(type)
        ? ((INamedTypeSymbol)type).TypeArguments[0]
        : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
}

using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Analyzers.ChunkTypes;

/// <summary>Tells what of a chunk can be changed by whoever holds it.</summary>
internal static class ChunkMutability
{
    private static readonly string[] CollectionNamespaces =
    [
        "System.Collections", "System.Collections.Generic", "System.Collections.ObjectModel", "System.Collections.Concurrent",
    ];

    /// <summary>
    /// What can be changed of a chunk; null for nothing. Structs are copied; arrays are quiet, for bytes and vectors come in
    /// them; so are interfaces, behind which anything can be.
    /// </summary>
    public static string? FaultOf(ITypeSymbol chunk, Compilation compilation) => ChunkPart
        .Walk(chunk, part => PartsOf(part, compilation))
        .Select(part => FaultOf(part, compilation))
        .FirstOrDefault(static fault => fault is not null);

    private static IEnumerable<ChunkPart> PartsOf(ChunkPart part, Compilation compilation)
    {
        if (part.Type is IArrayTypeSymbol array)
            return [part.Element(array.ElementType)];
        if (part.Type is not INamedTypeSymbol { TypeKind: not TypeKind.Delegate } type)
            return [];
        if (TypeRules.IsFramework(type))
            return type.TypeArguments.Select(part.Element);
        return JsonShape.VariantsOf(type).Select(ChunkPart.Variant)
            .Concat(MembersOf(type, compilation).Where(IsKept).Select(member => part.Member(member, TypeOf(member))));
    }

    private static string? FaultOf(ChunkPart part, Compilation compilation)
    {
        if (part.Type is not INamedTypeSymbol { TypeKind: TypeKind.Class } type)
            return null;
        if (IsMutableCollection(type))
            return part.Is($"a '{TypeRules.Show(type)}'");
        return MembersOf(type, compilation).FirstOrDefault(IsSettable) is { } member ? part.NameOf(member) + " can be set" : null;
    }

    private static bool IsMutableCollection(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            var isCollection = TypeRules.IsSequence(current) && !current.Name.StartsWith("ReadOnly", StringComparison.Ordinal) &&
                CollectionNamespaces.Any(name => KnownTypes.IsIn(current, name));
            if (isCollection || KnownTypes.DerivesFrom(current, "System.Text", "StringBuilder"))
                return true;
        }

        return false;
    }

    /// <summary>The public properties and fields that are declared in this project: others are not the user's to change.</summary>
    private static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type, Compilation compilation)
    {
        for (var current = type; current is not null && IsHere(current, compilation); current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false, IsIndexer: false } or IFieldSymbol { IsStatic: false } &&
                    member.DeclaredAccessibility is Accessibility.Public)
                {
                    yield return member;
                }
            }
        }
    }

    private static bool IsHere(INamedTypeSymbol type, Compilation compilation) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);

    private static bool IsSettable(ISymbol member) => member
        is IPropertySymbol { SetMethod: { IsInitOnly: false, DeclaredAccessibility: Accessibility.Public } }
        or IFieldSymbol { IsReadOnly: false };

    /// <summary>Whether the member holds its value: one that is computed may give another each time.</summary>
    private static bool IsKept(ISymbol member) => member is IFieldSymbol || member.ContainingType.GetMembers()
        .Any(field => field is IFieldSymbol { AssociatedSymbol: { } property } && SymbolEqualityComparer.Default.Equals(property, member));

    private static ITypeSymbol TypeOf(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;
}

using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>Walks through the types that a type is made of.</summary>
internal static class TypeWalk
{
    // Far more than anybody's payloads are made of. Some types are made of infinitely many: Node<T> with a property of type
    // Node<List<T>>.
    private const int MaxTypes = 10_000;
    private const int MaxNesting = 8;

    /// <summary>Each type once, the nearest first.</summary>
    /// <typeparam name="T">A type, or one and what is to be known of its place.</typeparam>
    /// <param name="roots">Where the walk begins.</param>
    /// <param name="typeOf">The type of an item.</param>
    /// <param name="inside">What the type of an item is made of.</param>
    public static IEnumerable<T> Over<T>(IEnumerable<T> roots, Func<T, ITypeSymbol> typeOf, Func<T, IEnumerable<T>> inside)
    {
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var next = new Queue<T>(roots);
        while (next.Count > 0 && seen.Count < MaxTypes)
        {
            var item = next.Dequeue();
            if (IsNestedDeeper(typeOf(item), MaxNesting) || !seen.Add(typeOf(item)))
                continue;
            yield return item;
            foreach (var part in inside(item))
                next.Enqueue(part);
        }
    }

    /// <summary>Each type once, the nearest first.</summary>
    public static IEnumerable<ITypeSymbol> Over(IEnumerable<ITypeSymbol> roots, Func<ITypeSymbol, IEnumerable<ITypeSymbol>> inside) =>
        Over(roots, static type => type, inside);

    private static bool IsNestedDeeper(ITypeSymbol type, int levels) => type switch
    {
        _ when levels < 0 => true,
        IArrayTypeSymbol array => IsNestedDeeper(array.ElementType, levels - 1),
        INamedTypeSymbol named => named.TypeArguments.Any(argument => IsNestedDeeper(argument, levels - 1)),
        _ => false,
    };
}

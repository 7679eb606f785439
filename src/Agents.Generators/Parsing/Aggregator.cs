using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>The fold of an aggregate: what it gathers, and what it gives. Holds symbols, so it never leaves the transform.</summary>
internal sealed class Aggregator
{
    private Aggregator(ITypeSymbol type)
    {
        Type = type;
        Interfaces = [.. type.AllInterfaces.Where(KnownTypes.IsAggregator)];
        Main = Interfaces.OrderByDescending(MayBeFinished).FirstOrDefault();
    }

    /// <summary>The aggregator of a node; null where that is no aggregate, or gathers no list and names no other fold.</summary>
    public static Aggregator? Of(NodeSignature node) => node switch
    {
        { Role: not NodeRole.Aggregate } => null,
        { Attribute.AttributeClass.TypeArguments: [var type] } => new(type),
        { Attribute.AttributeClass: { } attribute } when FirstInputOf(node) is INamedTypeSymbol list && KnownTypes.IsReadOnlyList(list) =>
            attribute.ContainingAssembly.GetTypeByMetadataName("Agents.ListAggregator`1") is { } lists
                ? new(lists.Construct(list.TypeArguments, list.TypeArgumentNullableAnnotations))
                : null,
        _ => null,
    };

    public ITypeSymbol Type { get; }

    /// <summary>What the type implements, once for each type of items.</summary>
    public IReadOnlyList<INamedTypeSymbol> Interfaces { get; }

    /// <summary>The one by which the fold is begun, finished, and asked whether it is finished early.</summary>
    public INamedTypeSymbol? Main { get; }

    public IEnumerable<ITypeSymbol> Items => Interfaces.Select(ItemOf);

    /// <summary>Whether the fold may be finished before all items are there.</summary>
    public bool MayFinishEarly => Main is not null && MayBeFinished(Main);

    public static ITypeSymbol ItemOf(INamedTypeSymbol @interface) => @interface.TypeArguments[0];

    public static ITypeSymbol StateOf(INamedTypeSymbol @interface) => @interface.TypeArguments[1];

    public static ITypeSymbol ResultOf(INamedTypeSymbol @interface) => @interface.TypeArguments[2];

    /// <summary>
    /// What of the type takes an emitted item: of its very type, else the only one that it converts to. Null where there is
    /// none, or more than one.
    /// </summary>
    public INamedTypeSymbol? TakerOf(ITypeSymbol emitted, Compilation compilation)
    {
        if (Interfaces.FirstOrDefault(taker => TypeRules.IsSame(emitted, ItemOf(taker), compilation)) is { } same)
            return same;
        var takers = Interfaces.Where(taker => TypeRules.Converts(emitted, ItemOf(taker), compilation)).Take(2).ToArray();
        return takers.Length == 1 ? takers[0] : null;
    }

    /// <summary>What an edge to an aggregate emits, as one value; null where the type is not there.</summary>
    public static ITypeSymbol? EmittedBy(IParameterSymbol edge, Compilation compilation)
    {
        var payload = NodeSignature.ArgumentsOf(edge);
        return payload.Count switch
        {
            0 => compilation.GetTypeByMetadataName("System.ValueTuple"),
            1 => payload[0],
            _ => compilation.CreateTupleTypeSymbol(
                [.. payload], elementNullableAnnotations: [.. payload.Select(static type => type.NullableAnnotation)]),
        };
    }

    /// <summary>The method that adds an item, if it can be called by its name; else null: it is explicit, or an interface's.</summary>
    public IMethodSymbol? FindAdd(INamedTypeSymbol taker) =>
        Type.FindImplementationForInterfaceMember(Member(taker, "Add")) is IMethodSymbol
        {
            MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, ContainingType.TypeKind: not TypeKind.Interface,
        } add
            ? add
            : null;

    public IEnumerable<Fault> FaultsOf(NodeSignature node, INamedTypeSymbol module, Compilation compilation)
    {
        if (!TypeRules.IsKnown(Type))
            yield break;
        var isMisused = !CanStandFor(Type) || (Type is INamedTypeSymbol generic && !TypeRules.MeetsConstraints(generic, compilation));
        var wrong = Type.TypeKind is not (TypeKind.Class or TypeKind.Struct) ? "it is no class or struct"
            : isMisused ? "its type arguments do not meet its constraints"
            : Main is null ? "it implements no IAggregator<TItem, TState, TResult>"
            : !Interfaces.All(other => IsSame(StateOf(other), StateOf(Main)) && IsSame(ResultOf(other), ResultOf(Main)))
                ? "it implements IAggregator with more than one state or result"
            : Type is INamedTypeSymbol { IsFileLocal: true } ? "it is local to its file, where generated code does not stand"
            : Main.TypeArguments.FirstOrDefault(part => !compilation.IsSymbolAccessibleWithin(part, module)) is { } hidden
                ? $"it needs '{TypeRules.Show(hidden)}', which generated code cannot name; make it public or internal"
            : null;
        if (wrong is not null)
            yield return new(Rules.UnsuitableAggregator, node.Method, TypeRules.Show(Type), node.Name, wrong) { IsSaidByCompiler = isMisused };

        bool IsSame(ITypeSymbol type, ITypeSymbol other) => TypeRules.IsSame(type, other, compilation);
    }

    /// <summary>Whether the type may be a type argument: no interface may that leaves static members to others.</summary>
    private static bool CanStandFor(ITypeSymbol type) => type.TypeKind is not TypeKind.Interface ||
        type.AllInterfaces.Concat([(INamedTypeSymbol)type])
            .SelectMany(static @interface => @interface.GetMembers())
            .Where(static member => member is { IsStatic: true, IsAbstract: true })
            .All(member => type.FindImplementationForInterfaceMember(member) is not null);

    private static ITypeSymbol? FirstInputOf(NodeSignature node) => node.Inputs.Select(static input => input.Type).FirstOrDefault();

    private bool MayBeFinished(INamedTypeSymbol @interface) =>
        Member(@interface, "IsFinished") is { } member &&
        Type.FindImplementationForInterfaceMember(member) is { } implementation &&
        !SymbolEqualityComparer.Default.Equals(implementation.OriginalDefinition, member.OriginalDefinition);

    private static ISymbol Member(INamedTypeSymbol @interface, string name) => @interface.GetMembers(name)[0];
}

using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What must hold of a module's class.</summary>
internal static class ModuleRules
{
    /// <summary>The members that are generated into a module.</summary>
    private static readonly string[] Generated = ["Graph", "AgentWiring"];

    public static IEnumerable<Fault> FaultsOf(INamedTypeSymbol module, CancellationToken cancellationToken)
    {
        if (module.IsFileLocal)
            yield return new(module, "its class is file-local, so nothing can be generated for it");
        else if (!PlaceParser.IsPartial(module, cancellationToken))
            yield return new(module, "its class is not partial");
        foreach (var container in PlaceParser.ContainersOf(module))
        {
            if (!PlaceParser.IsPartial(container, cancellationToken))
                yield return new(container, $"the containing type '{container.Name}' is not partial");
        }

        if (module.IsStatic)
            yield return new(module, "its class is static, so it has no instance to run");
        else if (module.IsAbstract)
            yield return new(module, "its class is abstract, so it has no instance to run");
        if (IsGeneric(module))
            yield return new(module, "its class, or a type that contains it, is generic");
        if (TypeRules.VisibilityOf(module) is Visibility.Less)
            yield return new(module, "its class is less accessible than internal");
        foreach (var member in MembersInTheWay(module))
            yield return new(member, $"the name of its member '{member.Name}' is needed for generated code");

        foreach (var node in InheritedNodesOf(module))
            yield return new(node, $"it inherits node '{node.Name}'; nodes stand in the module's own class");
    }

    /// <summary>The members whose names are those of generated ones.</summary>
    public static IEnumerable<ISymbol> MembersInTheWay(INamedTypeSymbol module) => Generated.SelectMany(name => module.GetMembers(name));

    /// <summary>Whether the type or one that contains it has type parameters.</summary>
    public static bool IsGeneric(INamedTypeSymbol type) =>
        type.Arity > 0 || (type.ContainingType is { } container && IsGeneric(container));

    private static IEnumerable<IMethodSymbol> InheritedNodesOf(INamedTypeSymbol module)
    {
        for (var type = module.BaseType; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
            {
                if (AttributeReader.Has(method, KnownTypes.IsNodeAttribute))
                    yield return method;
            }
        }
    }
}

using Agents.Generators.Diagnostics;
using Agents.Generators.Emit;
using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What must hold of a module's class.</summary>
internal static class ModuleRules
{
    /// <summary>The members that are generated into a module.</summary>
    private static readonly string[] Members = ["Graph", "AgentWiring"];

    /// <summary>What the names of the types that are generated beside a module end with.</summary>
    private static readonly string[] Neighbours = ["Client", "Run", "Changes"];

    public static IEnumerable<Fault> FaultsOf(INamedTypeSymbol module, CancellationToken cancellationToken)
    {
        if (module.IsFileLocal)
            yield return new(Rules.UnsupportedModule, module, module.Name, "file-local, so nothing can be generated for it");
        else if (!PlaceParser.IsPartial(module, cancellationToken))
            yield return new(Rules.ModuleNotPartial, module, module.Name);
        foreach (var container in PlaceParser.ContainersOf(module))
        {
            if (!PlaceParser.IsPartial(container, cancellationToken))
                yield return new(Rules.ContainerNotPartial, container, container.Name, module.Name);
        }

        if (module.IsStatic)
            yield return new(Rules.UnsupportedModule, module, module.Name, "static, so it has no instance to run");
        else if (module.IsAbstract)
            yield return new(Rules.UnsupportedModule, module, module.Name, "abstract, so it has no instance to run");
        if (IsGeneric(module))
            yield return new(Rules.UnsupportedModule, module, module.Name, "generic, or stands in a generic type");
        if (!module.IsFileLocal && TypeRules.VisibilityOf(module) is Visibility.Less)
            yield return new(Rules.HiddenModule, module, module.Name);
        foreach (var taken in MembersInTheWay(module).Concat(TypesInTheWay(module)))
            yield return new(Rules.NameTaken, taken, taken.Name, module.Name);
        foreach (var node in InheritedNodesOf(module))
            yield return new(Rules.InheritedNode, module, module.Name, node.Name, node.ContainingType.Name);
    }

    /// <summary>The user's members whose names are those of generated ones.</summary>
    public static IEnumerable<ISymbol> MembersInTheWay(INamedTypeSymbol module) =>
        Members.SelectMany(name => module.GetMembers(name)).Where(member => !IsGenerated(member, module));

    /// <summary>The user's types beside the module whose names are those of generated ones.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesInTheWay(INamedTypeSymbol module) =>
        NeighboursOf(module).Where(type => !type.IsFileLocal && !IsGenerated(type, module));

    /// <summary>Whether the generator has been at work on the module, as an analyzer sees it.</summary>
    public static bool HasGeneratedClient(INamedTypeSymbol module) => NeighboursOf(module).Any(type => IsGenerated(type, module));

    /// <summary>Whether the type or one that contains it has type parameters.</summary>
    public static bool IsGeneric(INamedTypeSymbol type) =>
        type.Arity > 0 || (type.ContainingType is { } container && IsGeneric(container));

    private static IEnumerable<INamedTypeSymbol> NeighboursOf(INamedTypeSymbol module)
    {
        INamespaceOrTypeSymbol around = module.ContainingType is { } container ? container : module.ContainingNamespace;
        return Neighbours
            .SelectMany(suffix => around.GetTypeMembers(module.Name + suffix, 0))
            .Where(type => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, module.ContainingAssembly));
    }

    /// <summary>Whether a symbol is declared in the file that is generated for a module, and nowhere else.</summary>
    private static bool IsGenerated(ISymbol symbol, INamedTypeSymbol module)
    {
        var file = HintNames.Of(PlaceParser.MetadataNameOf(module), "module");
        return symbol.DeclaringSyntaxReferences.Length > 0 && symbol.DeclaringSyntaxReferences.All(reference =>
            reference.SyntaxTree.FilePath.EndsWith(file, StringComparison.Ordinal));
    }

    private static IEnumerable<IMethodSymbol> InheritedNodesOf(INamedTypeSymbol module) => TypeRules.BasesOf(module)
        .SelectMany(static type => type.GetMembers().OfType<IMethodSymbol>())
        .Where(static method => AttributeReader.Has(method, KnownTypes.IsNodeAttribute));
}

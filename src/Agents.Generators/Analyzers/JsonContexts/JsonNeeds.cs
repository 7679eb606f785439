using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Analyzers.JsonContexts;

/// <summary>What the modules of a project need of contexts.</summary>
internal sealed class JsonNeeds
{
    private readonly IReadOnlyList<INamedTypeSymbol> modules;
    private readonly HashSet<string> listed;

    public JsonNeeds(Compilation compilation)
    {
        modules = ModuleFinder.Find(compilation);
        listed = ListedTypes.In(DeclaredTypes.Of(compilation).Where(KnownTypes.IsJsonContext));
    }

    /// <summary>The types that neither a context of the project knows nor one of those given, in the order of their names.</summary>
    /// <param name="contexts">Contexts, which may be of other projects.</param>
    /// <param name="registering">
    /// The methods that are called on the builder. Where none of them registers a module of this project, it is not known which
    /// ones are registered, and all count.
    /// </param>
    /// <param name="cancellationToken">Ends the search.</param>
    public IEnumerable<PayloadType> MissingIn(
        IEnumerable<INamedTypeSymbol> contexts, ISet<string> registering, CancellationToken cancellationToken)
    {
        var known = ListedTypes.In(contexts);
        known.UnionWith(listed);
        var registered = modules.Where(module => registering.Contains("Add" + module.Name)).ToArray();
        return PayloadType.Of(registered.Length == 0 ? modules : registered, cancellationToken)
            .Where(payload => NeedsListing(payload.Type, cancellationToken) && known.Add(payload.Name))
            .OrderBy(static payload => TypeRules.Show(payload.Type), StringComparer.Ordinal);
    }

    private static bool NeedsListing(ITypeSymbol type, CancellationToken cancellationToken) =>
        TypeRules.IsKnown(type) && TypeRules.IsPayload(type) && !JsonScalars.IsKnown(type) &&
        !HasOwnJson(type, cancellationToken) && !HasOwnJson(type.BaseType, cancellationToken);

    /// <summary>Whether the type is a union, for which JSON is generated.</summary>
    private static bool HasOwnJson(ITypeSymbol? type, CancellationToken cancellationToken) =>
        type is INamedTypeSymbol named && UnionRules.IsUnion(named) && UnionRules.HasJson(named, cancellationToken);
}

using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Analyzers.JsonContexts;

/// <summary>What the modules of a project need of contexts, and no context of the project gives.</summary>
internal sealed class JsonNeeds
{
    private readonly IReadOnlyList<PayloadType> unlisted;

    private JsonNeeds(IReadOnlyList<PayloadType> unlisted) => this.unlisted = unlisted;

    public static JsonNeeds Of(Compilation compilation, CancellationToken cancellationToken)
    {
        var listed = ListedTypes.In(DeclaredTypes.Of(compilation).Where(KnownTypes.IsJsonContext));
        return new([.. PayloadType.Of(ModuleFinder.Find(compilation), cancellationToken)
            .Where(payload => NeedsListing(payload.Type, cancellationToken) && listed.Add(payload.Name))
            .OrderBy(static payload => TypeRules.Show(payload.Type), StringComparer.Ordinal)]);
    }

    /// <summary>In the order of their names, the types that these contexts, which may be of other projects, do not know either.</summary>
    public IEnumerable<PayloadType> MissingIn(IEnumerable<INamedTypeSymbol> contexts)
    {
        var listed = ListedTypes.In(contexts);
        return unlisted.Where(payload => !listed.Contains(payload.Name));
    }

    private static bool NeedsListing(ITypeSymbol type, CancellationToken cancellationToken) =>
        TypeRules.IsKnown(type) && TypeRules.IsPayload(type) && !JsonScalars.IsKnown(type) &&
        !(type is INamedTypeSymbol named && (HasJson(named, cancellationToken) || (named.BaseType is { } parent && HasJson(parent, cancellationToken))));

    private static bool HasJson(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        UnionRules.IsUnion(type) && UnionRules.HasJson(type, cancellationToken);
}

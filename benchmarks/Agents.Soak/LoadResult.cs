namespace Agents.Soak;

/// <summary>What is left of the load when its hosts are gone: nothing here leads to them.</summary>
internal sealed record LoadResult(
    IReadOnlyList<Sample> Samples, IReadOnlyDictionary<KindName, long> Jobs, int Wrong, IReadOnlyList<KindName> Live, IReadOnlyList<Witnesses> Witnesses);

namespace Agents.Runtime;

/// <summary>What an attempt of a node that is cached has of the cache: no other attempt pays for it.</summary>
/// <typeparam name="TResult">The agent's result type.</typeparam>
/// <param name="Key">What it is known again by.</param>
/// <param name="Found">What was kept of an invocation with equal inputs; null for nothing.</param>
internal sealed record CacheUse<TResult>(CacheKey Key, CachedOutcome<TResult>? Found)
{
    /// <summary>The giving again of what was kept.</summary>
    public Task? Replay { get; set; }
}

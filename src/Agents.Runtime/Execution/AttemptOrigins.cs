namespace Agents.Runtime;

/// <summary>What an attempt has to do with scopes, caches and forks.</summary>
internal sealed class AttemptOrigins
{
    /// <summary>Of the start of a scope that has returned: the invocation that is to gather the scope.</summary>
    public InvocationAttempt? Aggregate { get; set; }

    /// <summary>What the node returned for its aggregate; null if nothing.</summary>
    public object? StartValue { get; set; }

    /// <summary>Of a node whose results are kept: the use of them that this attempt makes.</summary>
    public object? CacheUse { get; set; }

    /// <summary>Whether what came back from a journal, or was taken over, had been kept from another invocation.</summary>
    public bool WasFromCache { get; set; }

    /// <summary>The ordinal that it is to have in a fork; 0 for the next.</summary>
    public int ReservedOrdinal { get; set; }
}

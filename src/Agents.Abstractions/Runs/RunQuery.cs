namespace Agents;

/// <summary>Which runs to list. Conditions that are null do not restrict.</summary>
public sealed record RunQuery
{
    /// <summary>Only runs in this state.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Only runs started at this time or later.</summary>
    public DateTimeOffset? StartedFrom { get; init; }

    /// <summary>Only runs started before this time.</summary>
    public DateTimeOffset? StartedBefore { get; init; }

    /// <summary>Only runs of their own, no children of others. False, the default, lists both.</summary>
    public bool RootsOnly { get; init; }

    /// <summary>Only runs whose metadata hold all of these.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

namespace Agents.Journals;

/// <summary>A run as a journal knows it without reading its log.</summary>
/// <param name="Id">The run.</param>
/// <param name="Start">What it was started with.</param>
/// <param name="End">How it ended; null while it has not.</param>
public sealed record JournalRun(RunId Id, JournalStart Start, JournalEnd? End)
{
    /// <summary>How it stands.</summary>
    public RunStatus Status => End?.Status ?? RunStatus.Running;
}

/// <summary>Which runs a journal is to list. Conditions that are null do not restrict.</summary>
public sealed record JournalQuery
{
    /// <summary>Only runs of this agent.</summary>
    public string? Agent { get; init; }

    /// <summary>Only runs in this state.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Only runs of the tree that begins with this run.</summary>
    public RunId? Root { get; init; }

    /// <summary>Only runs of their own, no children of others. False, the default, lists both.</summary>
    public bool RootsOnly { get; init; }

    /// <summary>Only runs started at this time or later.</summary>
    public DateTimeOffset? StartedFrom { get; init; }

    /// <summary>Only runs started before this time.</summary>
    public DateTimeOffset? StartedBefore { get; init; }
}

namespace Agents;

/// <summary>What is known of a run at one moment. Immutable.</summary>
public sealed record RunInfo
{
    /// <summary>The run.</summary>
    public required RunId Id { get; init; }

    /// <summary>The agent's name on the wire.</summary>
    public required string Agent { get; init; }

    /// <summary>How the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Whether the result has been recorded, which may be before the end.</summary>
    public required bool HasResult { get; init; }

    /// <summary>When the start was recorded.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the first chunk of any node was recorded; null before.</summary>
    public DateTimeOffset? FirstChunkAt { get; init; }

    /// <summary>When the result was recorded; null before.</summary>
    public DateTimeOffset? ResultAt { get; init; }

    /// <summary>When the end was recorded; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why the run failed; null unless it did.</summary>
    public FailureInfo? Failure { get; init; }

    /// <summary>Why the run was canceled; null unless it was.</summary>
    public string? CancelReason { get; init; }

    /// <summary>The key it was started with, if any.</summary>
    public string? Key { get; init; }

    /// <summary>The metadata it was started with.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>How many invocations have been recorded.</summary>
    public required int Invocations { get; init; }

    /// <summary>How many chunks have been recorded, those of failed attempts included.</summary>
    public required long Chunks { get; init; }

    /// <summary>The end of the log as it stands.</summary>
    public required Cursor Cursor { get; init; }

    /// <summary>The invocation that started this run as a child; null for a run of its own.</summary>
    public InvocationId? Parent { get; init; }

    /// <summary>How deep the run lies in the tree: 0 for a run of its own, 1 for its children.</summary>
    public int Depth { get; init; }

    /// <summary>The run that this one was forked from; null for none.</summary>
    public RunId? ForkedFrom { get; init; }

    /// <summary>The runs that were forked from this one, as far as they are kept.</summary>
    public IReadOnlyList<RunId> Forks { get; init; } = [];

    /// <summary>How many questions to people are open.</summary>
    public int PendingRequests { get; init; }

    /// <summary>
    /// Why the run does not go on though it has not ended: the agent has changed since it was started, and does not fit it any
    /// more. It goes on under a build that does. Null, the usual, for any other run.
    /// </summary>
    public string? Parked { get; init; }
}

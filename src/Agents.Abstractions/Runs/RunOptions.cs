namespace Agents;

/// <summary>How a run is to be started. Immutable.</summary>
public sealed record RunOptions
{
    /// <summary>
    /// A text of the caller's, not empty, such as <c>order-42</c>, that makes the start idempotent: a second start with the same key,
    /// agent and equal inputs gives the run that is there already, any other use of the key throws
    /// <see cref="RunConflictException"/>. Null, the default, starts a new run each time. Of a child run the key is unique in the
    /// invocation that starts it, and a start with other inputs takes the place of the former, which goes on. A fork or retry with a key, which is unique in the
    /// host, gives the one that is there already if it is of the same run and with equal changes; a retry has none.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>What nodes, <see cref="RunInfo"/> and telemetry see of the caller's context. Copied at the start.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>How long the whole run may take; then it ends failed. Null, the default, takes the agent's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many attempts an invocation gets, 1 or more, where its node does not say. Null takes the agent's.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>How long an attempt may take, where its node does not say. Null takes the agent's.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>
    /// Within a node: true to start a run of its own instead of a child of the node's run. It is not found again by a later
    /// attempt, does not end with the node's run, and its <see cref="Key"/> is unique in the host. False by default; outside of
    /// nodes all runs are of their own.
    /// </summary>
    public bool Detached { get; init; }
}

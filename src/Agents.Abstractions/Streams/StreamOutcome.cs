namespace Agents;

/// <summary>How an invocation, or a run, ended. Immutable.</summary>
public sealed record StreamOutcome
{
    private StreamOutcome(RunStatus status, FailureInfo? failure, string? reason)
    {
        Status = status;
        Failure = failure;
        CancelReason = reason;
    }

    /// <summary><see cref="RunStatus.Completed"/>, <see cref="RunStatus.Failed"/> or <see cref="RunStatus.Canceled"/>.</summary>
    public RunStatus Status { get; }

    /// <summary>Why it failed; null unless it did.</summary>
    public FailureInfo? Failure { get; }

    /// <summary>Why it was canceled; null unless it was.</summary>
    public string? CancelReason { get; }

    /// <summary>It completed.</summary>
    public static StreamOutcome Completed { get; } = new(RunStatus.Completed, null, null);

    /// <summary>It failed.</summary>
    /// <param name="failure">Why.</param>
    public static StreamOutcome Failed(FailureInfo failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new StreamOutcome(RunStatus.Failed, failure, null);
    }

    /// <summary>It was canceled.</summary>
    /// <param name="reason">Why.</param>
    public static StreamOutcome Canceled(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new StreamOutcome(RunStatus.Canceled, null, reason);
    }
}

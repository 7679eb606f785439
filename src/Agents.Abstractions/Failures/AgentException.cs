using System.Globalization;

namespace Agents;

/// <summary>The base of the exceptions that tell how a run, a stream or an attempt ended.</summary>
public abstract class AgentException : Exception
{
    private protected AgentException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A run or an invocation ended failed.</summary>
public sealed class AgentFailedException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="innerException">What the node threw, if that happened in this process.</param>
    public AgentFailedException(FailureInfo failure, Exception? innerException = null)
        : base(Describe(failure), innerException)
    {
        Failure = failure;
    }

    /// <summary>The failure.</summary>
    public FailureInfo Failure { get; }

    private static string Describe(FailureInfo failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Node is null
            ? failure.Message
            : $"Node '{failure.Node}' failed after {failure.Attempts} attempt{(failure.Attempts == 1 ? "" : "s")}: {failure.Message}";
    }
}

/// <summary>
/// A run or an invocation ended canceled. Not an <see cref="OperationCanceledException"/>: that says that the caller gave
/// up waiting, this that there is nothing to wait for.
/// </summary>
public sealed class AgentCanceledException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why it was canceled.</param>
    public AgentCanceledException(RunId run, string reason)
        : base($"Canceled: {reason}")
    {
        Run = run;
        Reason = reason;
    }

    /// <summary>The run.</summary>
    public RunId Run { get; }

    /// <summary>Why it was canceled; <see cref="HostStopped"/> where the host stopped and keeps runs in memory only.</summary>
    public string Reason { get; }

    /// <summary>The <see cref="Reason"/> of runs that ended with their host.</summary>
    public const string HostStopped = "HostStopped";

    /// <summary>The <see cref="Reason"/> of runs in whose place others were started, see <see cref="UpgradePolicy.Restart"/>.</summary>
    public const string Upgraded = "Upgraded";
}

/// <summary>The host stopped while a run that goes on later was read or waited for.</summary>
public sealed class AgentHostStoppedException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="cursor">Where to resume.</param>
    public AgentHostStoppedException(Cursor cursor)
        : base($"The host stopped. The run goes on when it starts again; resume after cursor {cursor}.")
    {
        Cursor = cursor;
    }

    /// <summary>Where to resume.</summary>
    public Cursor Cursor { get; }
}

/// <summary>
/// A plain reader had been given chunks of an attempt that failed, and the next attempt streamed something else.
/// Read with <see cref="StreamReset.Restart"/>, or by items, to go on instead.
/// </summary>
public sealed class StreamResetException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="attempt">The attempt that differs.</param>
    /// <param name="delivered">How many chunks of earlier attempts had been delivered.</param>
    public StreamResetException(InvocationId invocation, int attempt, int delivered)
        : base($"Attempt {attempt} of invocation {invocation} streams other chunks than the {delivered} already delivered. " +
            "To go on with the new attempt, read with OnReset = StreamReset.Restart or by ReadItemsAsync().")
    {
        Invocation = invocation;
        Attempt = attempt;
        Delivered = delivered;
    }

    /// <summary>The invocation.</summary>
    public InvocationId Invocation { get; }

    /// <summary>The attempt that differs.</summary>
    public int Attempt { get; }

    /// <summary>How many chunks of earlier attempts had been delivered.</summary>
    public int Delivered { get; }
}

/// <summary>An attempt wrote or emitted after a newer one had taken its place.</summary>
public sealed class AttemptSupersededException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="attempt">The attempt that was superseded.</param>
    public AttemptSupersededException(InvocationId invocation, int attempt)
        : base($"Attempt {attempt} of invocation {invocation} has been superseded: it took too long. What it still does " +
            "is dropped. Observe the node's CancellationToken to stop in time.")
    {
        Invocation = invocation;
        Attempt = attempt;
    }

    /// <summary>The invocation.</summary>
    public InvocationId Invocation { get; }

    /// <summary>The attempt that was superseded.</summary>
    public int Attempt { get; }
}

/// <summary>A limit of the host was exceeded. Never retried: the run ends failed.</summary>
public sealed class AgentLimitException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="limit">The name of the limit in the host's options.</param>
    /// <param name="value">Its value.</param>
    public AgentLimitException(string limit, long value)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"The limit {limit} = {value:N0} is exceeded. Raise it in AgentsOptions.Limits if that is intended."))
    {
        Limit = limit;
        Value = value;
    }

    /// <summary>The name of the limit in the host's options.</summary>
    public string Limit { get; }

    /// <summary>Its value.</summary>
    public long Value { get; }
}

/// <summary>A start with a key that another run has already: of another agent, or with other inputs.</summary>
public sealed class RunConflictException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="run">The run that is there.</param>
    /// <param name="key">The key.</param>
    /// <param name="difference">In what the two starts differ.</param>
    public RunConflictException(RunId run, string key, string difference)
        : base($"Run {run} has been started with key '{key}' already, {difference}. Use another key for another run.")
    {
        Run = run;
        Key = key;
    }

    /// <summary>The run that is there.</summary>
    public RunId Run { get; }

    /// <summary>The key.</summary>
    public string Key { get; }
}

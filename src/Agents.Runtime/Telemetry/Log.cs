using Microsoft.Extensions.Logging;

namespace Agents.Runtime;

/// <summary>The log messages of the runtime.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Run {Run} of agent {Agent} started.")]
    public static partial void RunStarted(ILogger logger, string agent, RunId run);

    [LoggerMessage(2, LogLevel.Debug, "Run {Run} of agent {Agent} ended: {Status}.")]
    public static partial void RunEnded(ILogger logger, string agent, RunId run, RunStatus status);

    [LoggerMessage(3, LogLevel.Warning, "Run {Run} of agent {Agent} failed ({Code}): {Failure}")]
    public static partial void RunFailed(ILogger logger, string agent, RunId run, string code, string failure, Exception? exception);

    [LoggerMessage(4, LogLevel.Warning, "Attempt {Attempt} of node {Node}, invocation {Invocation} of agent {Agent}, failed.")]
    public static partial void AttemptFailed(
        ILogger logger, int attempt, string node, InvocationId invocation, string agent, Exception exception);

    [LoggerMessage(5, LogLevel.Warning,
        "Attempt {Attempt} of node {Node}, invocation {Invocation} of agent {Agent}, goes on past its grace time " +
        "({Cause}): its slot is freed and what it still does is dropped. Have the node observe its CancellationToken.")]
    public static partial void AttemptHangs(
        ILogger logger, int attempt, string node, InvocationId invocation, string agent, StopCause cause);

    [LoggerMessage(6, LogLevel.Information,
        "Attempt {Attempt} of node {Node}, invocation {Invocation} of agent {Agent}, failed after it had been canceled or superseded.")]
    public static partial void AttemptDropped(
        ILogger logger, int attempt, string node, InvocationId invocation, string agent, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "A callback that a node registered with its CancellationToken failed.")]
    public static partial void TokenCallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(8, LogLevel.Error, "A callback of a subscription to run {Run} failed; the subscription has ended, the run goes on.")]
    public static partial void SubscriptionFailed(ILogger logger, RunId run, Exception exception);

    [LoggerMessage(9, LogLevel.Warning,
        "The services of attempt {Attempt} of node {Node}, invocation {Invocation} of agent {Agent}, failed when they were disposed of.")]
    public static partial void ScopeFailed(
        ILogger logger, int attempt, string node, InvocationId invocation, string agent, Exception exception);

    [LoggerMessage(10, LogLevel.Error, "A listener to the telemetry of agents failed; the runs go on.")]
    public static partial void TelemetryFailed(ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Warning, "Run {Run} of agent {Agent} has used {Used} of its budget {Kind} = {Limit}.")]
    public static partial void BudgetWarned(ILogger logger, RunId run, string agent, BudgetKind kind, double used, double limit);

    [LoggerMessage(20, LogLevel.Debug, "Node {Node}, invocation {Invocation} of agent {Agent}, asked question {Request} by {Input}.")]
    public static partial void HumanAsked(
        ILogger logger, string node, InvocationId invocation, string agent, HumanRequestId request, string input);

    [LoggerMessage(21, LogLevel.Debug, "Question {Request} of agent {Agent} was answered.")]
    public static partial void HumanAnswered(ILogger logger, string agent, HumanRequestId request);
}

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

    [LoggerMessage(30, LogLevel.Error, "{Journal} could not store, {Failures} times in a row; tried again in {Delay}. Runs wait meanwhile.")]
    public static partial void JournalFailed(ILogger logger, string journal, int failures, TimeSpan delay, Exception exception);

    [LoggerMessage(31, LogLevel.Information, "{Journal} stores again, after {Failures} failures.")]
    public static partial void JournalWorksAgain(ILogger logger, string journal, int failures);

    [LoggerMessage(32, LogLevel.Critical, "{Journal} stores nothing more for this host, which stops.")]
    public static partial void JournalLost(ILogger logger, string journal, Exception exception);

    [LoggerMessage(33, LogLevel.Critical, "{Journal} cannot be used.")]
    public static partial void JournalUnusable(ILogger logger, string journal, Exception exception);

    [LoggerMessage(34, LogLevel.Warning, "Finished runs could not be removed from {Journal}; tried again later.")]
    public static partial void PruningFailed(ILogger logger, string journal, Exception exception);

    [LoggerMessage(35, LogLevel.Information, "{Runs} runs of {Journal} go on; {Unreadable} cannot be read.")]
    public static partial void RunsRecovered(ILogger logger, int runs, string journal, int unreadable);

    [LoggerMessage(36, LogLevel.Error, "Run {Run} of agent {Agent} cannot be read and does not go on.")]
    public static partial void RunUnreadable(ILogger logger, RunId run, string agent, Exception exception);

    [LoggerMessage(37, LogLevel.Warning, "Run {Run} of agent {Agent} is parked: {Reason}")]
    public static partial void RunParked(ILogger logger, RunId run, string agent, string reason);

    [LoggerMessage(20, LogLevel.Debug, "Node {Node}, invocation {Invocation} of agent {Agent}, asked question {Request} by {Input}.")]
    public static partial void HumanAsked(
        ILogger logger, string node, InvocationId invocation, string agent, HumanRequestId request, string input);

    [LoggerMessage(21, LogLevel.Debug, "Question {Request} of agent {Agent} was answered.")]
    public static partial void HumanAnswered(ILogger logger, string agent, HumanRequestId request);
}

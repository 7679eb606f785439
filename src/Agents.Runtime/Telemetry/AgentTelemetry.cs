using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Agents.Runtime;

/// <summary>
/// What is seen of the runtime from outside: spans and metrics named "Agents", and logs. Each part asks first whether
/// anybody listens; what listeners throw ends here, for it must not reach a run.
/// </summary>
internal sealed class AgentTelemetry : IDisposable
{
    public const string Name = "Agents";

    private static readonly ActivitySource Source = new(Name);

    private readonly ILogger logger;
    private readonly TimeProvider timeProvider;
    private readonly Meter meter;
    private readonly Counter<long> runsStarted;
    private readonly Counter<long> runsEnded;
    private readonly Histogram<double> runDuration;
    private readonly Counter<long> attempts;
    private readonly Histogram<double> attemptDuration;
    private readonly Counter<long> retries;
    private readonly Counter<long> chunks;
    private readonly Histogram<double> timeToFirstChunk;
    private readonly Histogram<double> queueWait;

    public AgentTelemetry(IMeterFactory meters, ILoggerFactory loggers, TimeProvider timeProvider)
    {
        this.timeProvider = timeProvider;
        logger = loggers.CreateLogger(Name);
        meter = meters.Create(Name);
        runsStarted = meter.CreateCounter<long>("agents.runs.started", "{run}", "Runs that were started.");
        runsEnded = meter.CreateCounter<long>("agents.runs.ended", "{run}", "Runs that ended, by their status.");
        runDuration = meter.CreateHistogram<double>("agents.run.duration", "s", "From a run's start to its end.");
        attempts = meter.CreateCounter<long>("agents.attempts", "{attempt}", "Attempts that ended, by their outcome.");
        attemptDuration = meter.CreateHistogram<double>("agents.attempt.duration", "s", "From an attempt's beginning to its end.");
        retries = meter.CreateCounter<long>("agents.retries", "{attempt}", "Attempts after the first of an invocation.");
        chunks = meter.CreateCounter<long>("agents.chunks", "{chunk}", "Chunks that were recorded.");
        timeToFirstChunk = meter.CreateHistogram<double>("agents.time_to_first_chunk", "s", "From a run's start to its first chunk.");
        queueWait = meter.CreateHistogram<double>("agents.queue.wait", "s", "From an attempt being ready to its beginning.");
    }

    /// <summary>Shows what a host does now.</summary>
    public void Observe(AgentHost host)
    {
        meter.CreateObservableUpDownCounter(
            "agents.attempts.executing", () => host.Gate.InUse, "{attempt}", "Attempts that execute now.");
        meter.CreateObservableUpDownCounter(
            "agents.attempts.waiting", () => host.Gate.Waiting, "{attempt}", "Attempts that wait for one of the host's slots.");
    }

    public void RunStarted(Run run) => Guard(run, static (telemetry, it) => telemetry.TellRunStarted(it));

    private void TellRunStarted(Run run)
    {
        if (runsStarted.Enabled)
            runsStarted.Add(1, Agent(run.Agent));
        if (Source.HasListeners())
            run.Activity = StartRunActivity(run);
        if (logger.IsEnabled(LogLevel.Debug))
            Log.RunStarted(logger, run.Agent.Name, run.Id);
    }

    public void RunEnded(Run run) => Guard(run, static (telemetry, it) => telemetry.TellRunEnded(it));

    private void TellRunEnded(Run run)
    {
        var end = run.End!;
        var status = end.Outcome.Status;
        if (runsEnded.Enabled)
            runsEnded.Add(1, Agent(run.Agent), new("agents.status", status.ToString()));
        if (runDuration.Enabled)
            runDuration.Record(Seconds(end.Ticks - run.StartedTicks), Agent(run.Agent), new("agents.status", status.ToString()));
        if (run.Activity is { } activity)
        {
            activity.SetTag("agents.status", status.ToString());
            if (status is RunStatus.Failed)
                activity.SetStatus(ActivityStatusCode.Error, end.Outcome.Failure!.Message);
            Stop(activity);
        }

        if (status is RunStatus.Failed)
            Log.RunFailed(logger, run.Agent.Name, run.Id, end.Outcome.Failure!.Code, end.Outcome.Failure.Message, end.Exception);
        else if (logger.IsEnabled(LogLevel.Debug))
            Log.RunEnded(logger, run.Agent.Name, run.Id, status);
    }

    public void AttemptReady(InvocationAttempt attempt) => Guard(attempt, static (telemetry, it) => telemetry.TellAttemptReady(it));

    private void TellAttemptReady(InvocationAttempt attempt)
    {
        if (queueWait.Enabled)
            attempt.Extras.ReadyTimestamp = timeProvider.GetTimestamp();
    }

    public void AttemptBegan(InvocationAttempt attempt) => Guard(attempt, static (telemetry, it) => telemetry.TellAttemptBegan(it));

    private void TellAttemptBegan(InvocationAttempt attempt)
    {
        if (retries.Enabled && attempt.Number > 1)
            retries.Add(1, Agent(attempt.NodeInfo.Agent), Node(attempt));
        if (queueWait.Enabled && attempt.ExtrasIfAny is { ReadyTimestamp: not 0 } ready)
            queueWait.Record(timeProvider.GetElapsedTime(ready.ReadyTimestamp).TotalSeconds, Agent(attempt.NodeInfo.Agent), Node(attempt));
        if (attemptDuration.Enabled)
            attempt.Extras.BegunTimestamp = timeProvider.GetTimestamp();
        if (Source.HasListeners())
            attempt.Extras.Activity = StartAttemptActivity(attempt);
    }

    public void AttemptEnded(InvocationAttempt attempt, string outcome, Exception? exception) => Guard(
        (attempt, outcome, exception), static (telemetry, it) => telemetry.TellAttemptEnded(it.attempt, it.outcome, it.exception));

    private void TellAttemptEnded(InvocationAttempt attempt, string outcome, Exception? exception)
    {
        if (attempts.Enabled)
            attempts.Add(1, Agent(attempt.NodeInfo.Agent), Node(attempt), new("agents.outcome", outcome));
        if (attempt.ExtrasIfAny is { } extras)
        {
            if (extras.BegunTimestamp != 0)
            {
                attemptDuration.Record(
                    timeProvider.GetElapsedTime(extras.BegunTimestamp).TotalSeconds,
                    Agent(attempt.NodeInfo.Agent), Node(attempt), new("agents.outcome", outcome));
            }

            if (extras.Activity is { } activity)
            {
                activity.SetTag("agents.outcome", outcome);
                if (exception is not null)
                    activity.AddException(exception).SetStatus(ActivityStatusCode.Error, exception.Message);
                Stop(activity);
            }
        }

        if (exception is null)
            return;
        if (outcome == "failed")
            Log.AttemptFailed(logger, attempt.Number, attempt.Node, attempt.InvocationId, attempt.NodeInfo.Agent.Name, exception);
        else if (exception is not OperationCanceledException)
            Log.AttemptDropped(logger, attempt.Number, attempt.Node, attempt.InvocationId, attempt.NodeInfo.Agent.Name, exception);
    }

    public void AttemptHangs(InvocationAttempt attempt) => Guard(attempt, static (telemetry, it) => telemetry.TellAttemptHangs(it));

    private void TellAttemptHangs(InvocationAttempt attempt) => Log.AttemptHangs(
        logger, attempt.Number, attempt.Node, attempt.InvocationId, attempt.NodeInfo.Agent.Name, attempt.Cause);

    public void ChunkRecorded(AgentInfo agent)
    {
        if (chunks.Enabled)
            Guard(agent, static (telemetry, it) => telemetry.chunks.Add(1, Agent(it)));
    }

    public void FirstChunkRecorded(Run run)
    {
        if (timeToFirstChunk.Enabled)
            Guard(run, static (telemetry, it) => telemetry.timeToFirstChunk.Record(Seconds(it.TicksToFirstChunk), Agent(it.Agent)));
    }

    public void ScopeFailed(InvocationAttempt attempt, Exception exception) => Guard(
        (attempt, exception), static (telemetry, it) => Log.ScopeFailed(
            telemetry.logger, it.attempt.Number, it.attempt.Node, it.attempt.InvocationId, it.attempt.NodeInfo.Agent.Name, it.exception));

    public void TokenCallbackFailed(Exception exception) => Guard(
        exception, static (telemetry, thrown) => Log.TokenCallbackFailed(telemetry.logger, thrown));

    public void SubscriptionFailed(RunId run, Exception exception) => Guard(
        (run, exception), static (telemetry, it) => Log.SubscriptionFailed(telemetry.logger, it.run, it.exception));

    public void Dispose() => meter.Dispose();

    private void Guard<T>(T it, Action<AgentTelemetry, T> tell)
    {
        try
        {
            tell(this, it);
        }
        catch (Exception exception)
        {
            try
            {
                Log.TelemetryFailed(logger, exception);
            }
            catch (Exception)
            {
                // It is the log itself that fails: there is nobody left to tell.
            }
        }
    }

    /// <summary>
    /// Ends a span. That makes its predecessor the current one, which is right only where the span itself was current:
    /// ends also happen on threads of users, within a cancel or where they complete a node's task.
    /// </summary>
    private static void Stop(Activity activity)
    {
        var current = Activity.Current;
        activity.Dispose();
        if (current != activity)
            Activity.Current = current;
    }

    private static double Seconds(long ticks) => (double)ticks / TimeSpan.TicksPerSecond;

    private static KeyValuePair<string, object?> Agent(AgentInfo agent) => new("agents.agent", agent.Name);

    private static KeyValuePair<string, object?> Node(InvocationAttempt attempt) => new("agents.node", attempt.Node);

    private static Activity? StartRunActivity(Run run)
    {
        // The caller's own span stays the current one: the run goes on after the call.
        var current = Activity.Current;
        var activity = Source.StartActivity($"run {run.Agent.Name}");
        Activity.Current = current;
        return activity?.SetTag("agents.agent", run.Agent.Name).SetTag("agents.run", run.Id.ToString());
    }

    private static Activity? StartAttemptActivity(InvocationAttempt attempt) =>
        Source.StartActivity($"node {attempt.Node}", ActivityKind.Internal, attempt.Run.Activity?.Context ?? default)
            ?.SetTag("agents.agent", attempt.NodeInfo.Agent.Name)
            .SetTag("agents.run", attempt.RunId.ToString())
            .SetTag("agents.node", attempt.Node)
            .SetTag("agents.invocation", attempt.Ordinal)
            .SetTag("agents.attempt", attempt.Number);
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Agents.Runtime;

/// <summary>
/// What is seen of the runtime from outside: spans and metrics named "Agents", and logs. Each part asks first whether
/// anybody listens; what listeners throw ends here, for it must not reach a run.
/// </summary>
internal sealed partial class AgentTelemetry : IDisposable
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
    private readonly Histogram<double> humanWait;
    private readonly Histogram<double> commitTime;
    private readonly Counter<long> stored;

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
        humanWait = meter.CreateHistogram<double>("agents.human.wait", "s", "From a question being asked to its answer.");
        commitTime = meter.CreateHistogram<double>("agents.commit.duration", "s", "How long a batch of events took to be stored.");
        stored = meter.CreateCounter<long>("agents.events.stored", "{event}", "Events that were stored.");
    }

    /// <summary>Shows what a host does now.</summary>
    public void Observe(AgentHost host)
    {
        meter.CreateObservableUpDownCounter(
            "agents.attempts.executing", () => host.Gate.InUse, "{attempt}", "Attempts that execute now.");
        meter.CreateObservableUpDownCounter(
            "agents.attempts.waiting", () => host.Gate.Waiting, "{attempt}", "Attempts that wait for one of the host's slots.");
    }

    /// <summary>Whether anybody listens to starts of runs.</summary>
    public bool ListensToStarts => runsStarted.Enabled || Source.HasListeners() || LogsDebug;

    /// <summary>Whether the log takes what is said for debugging. One that fails to tell does not: there is nobody left to tell that.</summary>
    private bool LogsDebug
    {
        get
        {
            try
            {
                return logger.IsEnabled(LogLevel.Debug);
            }
            catch (Exception)
            {
                return false;
            }
        }
    }

    public void RunStarted(Run run)
    {
        if (run.IsStartTold)
            return;
        Guard(run, static (telemetry, it) => telemetry.CountStart(it));
        Guard(run, static (_, it) => OpenSpan(it));
        // The run may have ended before its start could be told: then its end is told here.
        if (run.OnStartTold())
            RunEnded(run);
    }

    private void CountStart(Run run)
    {
        if (runsStarted.Enabled)
            runsStarted.Add(1, Agent(run.Agent));
        if (LogsDebug)
            Log.RunStarted(logger, run.Agent.Name, run.Id);
    }

    private static void OpenSpan(Run run)
    {
        if (Source.HasListeners())
            run.Activity = StartRunActivity(run);
    }

    public void RunEnded(Run run)
    {
        if (run.HasCompleted && run.Activity is null && !runsEnded.Enabled && !runDuration.Enabled && !LogsDebug)
            return;
        Guard(run, static (telemetry, it) => telemetry.CountEnd(it));
        Guard(run, static (_, it) => CloseSpan(it));
        Guard(run, static (telemetry, it) => telemetry.LogEnd(it));
    }

    private void CountEnd(Run run)
    {
        if (!runsEnded.Enabled && !runDuration.Enabled)
            return;
        var end = run.End!;
        var status = end.Outcome.Status.ToString();
        if (runsEnded.Enabled)
            runsEnded.Add(1, Agent(run.Agent), new("agents.status", status));
        if (runDuration.Enabled)
            runDuration.Record(Seconds(end.Ticks - run.StartedTicks), Agent(run.Agent), new("agents.status", status));
    }

    private static void CloseSpan(Run run)
    {
        if (run.Activity is not { } activity)
            return;
        var outcome = run.End!.Outcome;
        activity.SetTag("agents.status", outcome.Status.ToString());
        if (outcome.Failure is { } failure)
            activity.SetStatus(ActivityStatusCode.Error, failure.Message);
        Stop(activity);
    }

    private void LogEnd(Run run)
    {
        var end = run.End!;
        if (end.Outcome.Failure is { } failure)
            Log.RunFailed(logger, run.Agent.Name, run.Id, failure.Code, failure.Message, end.Exception);
        else if (LogsDebug)
            Log.RunEnded(logger, run.Agent.Name, run.Id, end.Outcome.Status);
    }

    public void AttemptReady(InvocationAttempt attempt)
    {
        if (queueWait.Enabled)
            Guard(attempt, static (telemetry, it) => it.Extras.NeedMeasures().ReadyTimestamp = telemetry.timeProvider.GetTimestamp());
    }

    public void AttemptBegan(InvocationAttempt attempt)
    {
        if (retries.Enabled || queueWait.Enabled || attemptDuration.Enabled || Source.HasListeners())
            Guard(attempt, static (telemetry, it) => telemetry.TellAttemptBegan(it));
    }

    private void TellAttemptBegan(InvocationAttempt attempt)
    {
        if (retries.Enabled && attempt.Number > 1)
            retries.Add(1, Agent(attempt.NodeInfo.Agent), Node(attempt));
        if (queueWait.Enabled && attempt.ExtrasIfAny?.Measures is { ReadyTimestamp: not 0 } ready)
            queueWait.Record(timeProvider.GetElapsedTime(ready.ReadyTimestamp).TotalSeconds, Agent(attempt.NodeInfo.Agent), Node(attempt));
        if (attemptDuration.Enabled)
            attempt.Extras.NeedMeasures().BegunTimestamp = timeProvider.GetTimestamp();
        if (Source.HasListeners())
            attempt.Extras.NeedMeasures().Activity = StartAttemptActivity(attempt);
    }

    /// <summary>An attempt has ended.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="end">How it ended in the log; <see cref="EventKind.None"/> if what it did does not count.</param>
    /// <param name="exception">What it failed with, if it did.</param>
    public void AttemptEnded(InvocationAttempt attempt, EventKind end, Exception? exception)
    {
        if (exception is null && attempt.ExtrasIfAny is null && !attempts.Enabled)
            return;
        var outcome = end switch
        {
            EventKind.InvocationCompleted => "completed",
            EventKind.AttemptFailed => "failed",
            EventKind.AttemptInterrupted => "interrupted",
            _ => "dropped",
        };
        var told = (attempt, outcome, exception: end is EventKind.AttemptInterrupted ? null : exception);
        Guard(told, static (telemetry, it) => telemetry.CountEnd(it.attempt, it.outcome));
        Guard(told, static (_, it) => CloseSpan(it.attempt, it.outcome, it.exception));
        if (told.exception is not null)
            Guard(told, static (telemetry, it) => telemetry.LogEnd(it.attempt, it.outcome, it.exception!));
    }

    private void CountEnd(InvocationAttempt attempt, string outcome)
    {
        if (attempts.Enabled)
            attempts.Add(1, Agent(attempt.NodeInfo.Agent), Node(attempt), new("agents.outcome", outcome));
        if (attempt.ExtrasIfAny?.Measures is not { BegunTimestamp: not 0 } measures)
            return;
        attemptDuration.Record(
            timeProvider.GetElapsedTime(measures.BegunTimestamp).TotalSeconds,
            Agent(attempt.NodeInfo.Agent), Node(attempt), new("agents.outcome", outcome));
    }

    private static void CloseSpan(InvocationAttempt attempt, string outcome, Exception? exception)
    {
        if (attempt.ExtrasIfAny?.Measures?.Activity is not { } activity)
            return;
        try
        {
            activity.SetTag("agents.outcome", outcome);
            if (exception is not null)
                activity.SetStatus(ActivityStatusCode.Error).AddException(exception);
        }
        finally
        {
            Stop(activity);
        }
    }

    private void LogEnd(InvocationAttempt attempt, string outcome, Exception exception)
    {
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

    public void BudgetWarned(Run run, BudgetUse use) => Guard(
        (run, use), static (telemetry, it) => Log.BudgetWarned(
            telemetry.logger, it.run.Id, it.run.Agent.Name, it.use.Kind, it.use.Used, it.use.Limit));

    public void HumanAsked(InvocationAttempt attempt, RecordedQuestion question) =>
        Guard((attempt, question), static (telemetry, it) => telemetry.TellHumanAsked(it.attempt, it.question));

    private void TellHumanAsked(InvocationAttempt attempt, RecordedQuestion question)
    {
        if (LogsDebug)
        {
            Log.HumanAsked(
                logger, attempt.Node, attempt.InvocationId, attempt.NodeInfo.Agent.Name,
                new HumanRequestId(attempt.RunId, question.Number), question.Question.Input.Name);
        }
    }

    public void HumanAnswered(Run run, RecordedQuestion question) =>
        Guard((run, question), static (telemetry, it) => telemetry.TellHumanAnswered(it.run, it.question));

    private void TellHumanAnswered(Run run, RecordedQuestion question)
    {
        if (humanWait.Enabled)
        {
            humanWait.Record(
                Seconds(question.Closed.Ticks - question.Ticks), Agent(run.Agent),
                new("agents.input", question.Question.Input.Name));
        }

        if (LogsDebug)
            Log.HumanAnswered(logger, run.Agent.Name, new HumanRequestId(run.Id, question.Number));
    }

    public void ScopeFailed(InvocationAttempt attempt, Exception exception) => Guard(
        (attempt, exception), static (telemetry, it) => Log.ScopeFailed(
            telemetry.logger, it.attempt.Number, it.attempt.Node, it.attempt.InvocationId, it.attempt.NodeInfo.Agent.Name, it.exception));

    public void TokenCallbackFailed(Exception exception) => Guard(
        exception, static (telemetry, thrown) => Log.TokenCallbackFailed(telemetry.logger, thrown));

    public void SubscriptionFailed(RunId run, Exception exception)
    {
        // That the host stops is no failure of the subscription.
        if (exception is not AgentHostStoppedException)
            Guard((run, exception), static (telemetry, it) => Log.SubscriptionFailed(telemetry.logger, it.run, it.exception));
    }

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

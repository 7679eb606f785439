namespace Agents.Model.Tests;

internal sealed class ModelException(string message) : Exception(message);

internal sealed record LoggedChunk(long Position, int Index, int Value, DateTimeOffset Time);

internal sealed class LoggedAttempt(int number, long begunAt, DateTimeOffset time)
{
    public int Number { get; } = number;

    public long BegunAt { get; } = begunAt;

    public DateTimeOffset Time { get; } = time;

    public List<LoggedChunk> Chunks { get; } = [];

    public FailureInfo? Failure { get; set; }

    public bool Interrupted { get; set; }

    public bool IsOver => Failure is not null || Interrupted;

    public int CountUpTo(long position) => Chunks.Count(chunk => chunk.Position <= position);
}

internal sealed class LoggedInvocation(int ordinal, int node, Job job, long createdAt)
{
    public int Ordinal { get; } = ordinal;

    public int Node { get; } = node;

    public Job Job { get; } = job;

    public long CreatedAt { get; } = createdAt;

    public List<LoggedAttempt> Attempts { get; } = [];

    public StreamOutcome? Outcome { get; set; }

    public long EndedAt { get; set; } = long.MaxValue;

    public DateTimeOffset EndedTime { get; set; }

    public LoggedAttempt? Last => Attempts.Count > 0 ? Attempts[^1] : null;

    public LoggedAttempt? AttemptAt(long position) => Attempts.LastOrDefault(attempt => attempt.BegunAt <= position);
}

/// <summary>
/// The log of a finished run, read event by event and held against the rules: what it must be given the scenario.
/// </summary>
internal sealed class LogModel
{
    private readonly Scenario scenario;
    private readonly RunId run;

    public LogModel(Scenario scenario, RunId run, List<RunEvent> events)
    {
        this.scenario = scenario;
        this.run = run;
        Events = events;
        Invocations.Add(new LoggedInvocation(1, 0, new Job(scenario.Fuel, 1), 1));
        Check();
    }

    public List<RunEvent> Events { get; }

    public List<LoggedInvocation> Invocations { get; } = [];

    public StreamOutcome Outcome { get; private set; } = null!;

    public long End => Events[^1].Position;

    public int? Result { get; private set; }

    public LoggedInvocation? Find(int ordinal) => ordinal <= Invocations.Count ? Invocations[ordinal - 1] : null;

    public IEnumerable<LoggedInvocation> Of(int node) => Invocations.Where(invocation => invocation.Node == node);

    private static void Require(bool condition, string rule)
    {
        if (!condition)
            throw new ModelException(rule);
    }

    private void Check()
    {
        long position = 0;
        var time = DateTimeOffset.MinValue;
        LoggedInvocation? completing = null;
        foreach (var logged in Events)
        {
            Require(Outcome is null, $"Nothing follows the end, but at {logged.Position} there is {logged}.");
            Require(logged.Position == ++position, $"Positions have no gap: {logged.Position} instead of {position}.");
            Require(logged.Cursor == new Cursor(run, position), $"The cursor of {position} is {logged.Cursor}.");
            Require(logged.Timestamp >= time, $"Timestamps never decrease: {logged.Timestamp:O} after {time:O} at {position}.");
            Require((position == 1) == logged is RunEvent.RunStarted, "The run starts first and once.");
            time = logged.Timestamp;
            if (logged is RunEvent.OfInvocation ofInvocation)
                Check(ofInvocation, ref completing);
            else if (logged is not RunEvent.RunStarted)
                CheckEnd(logged);
        }

        Require(Outcome is not null, "A run that has ended has an end.");
        Require(Invocations.TrueForAll(static invocation => invocation.Outcome is not null), "Each invocation has an end.");
        if (scenario.Trouble is Trouble.None)
            CheckUndisturbed();
    }

    private void Check(RunEvent.OfInvocation logged, ref LoggedInvocation? completing)
    {
        var at = logged.Position;
        Require(logged.Invocation.Run == run, $"{at} is of another run.");
        var invocation = Find(logged.Invocation.Ordinal) ?? throw new ModelException($"{at} is of an invocation that nobody created.");
        Require(logged.Node == $"n{invocation.Node}", $"{at} names node {logged.Node} instead of n{invocation.Node}.");
        var last = invocation.Last;
        if (logged is RunEvent.ResultGiven given)
        {
            Require(completing == invocation && Events[(int)at - 2] is RunEvent.InvocationCompleted, $"The result at {at} follows its completion.");
            Require(Result is null, $"There is one result, but {at} has another.");
            var result = Script.Of(scenario, invocation.Node, invocation.Job, last!.Number).Result;
            Require(result is not null && Equals(given.Result, result), $"The result at {at} is {given.Result} instead of {result}.");
            Result = result;
            return;
        }

        if (completing is not null && Result is null && scenario.GivesResult)
        {
            var earlier = Script.Of(scenario, completing.Node, completing.Job, completing.Last!.Number).Result;
            Require(earlier is null, $"The result of invocation {completing.Ordinal} was dropped though it was the first.");
        }

        completing = null;
        Require(invocation.Outcome is null, $"At {at} there is {logged} though invocation {invocation.Ordinal} has ended.");
        switch (logged)
        {
            case RunEvent.AttemptStarted started:
                Require(last is null or { IsOver: true }, $"Attempt {started.Attempt} at {at} starts while another works.");
                Require(started.Attempt == invocation.Attempts.Count + 1, $"Attempts count from 1: {started.Attempt} at {at}.");
                invocation.Attempts.Add(new LoggedAttempt(started.Attempt, at, logged.Timestamp));
                break;
            case RunEvent.Chunk chunk:
                Require(last is { IsOver: false } && last.Number == chunk.Attempt, $"The chunk at {at} is not of the current attempt.");
                Require(chunk.Index == last!.Chunks.Count, $"The chunk at {at} has index {chunk.Index} instead of {last.Chunks.Count}.");
                last.Chunks.Add(new LoggedChunk(at, chunk.Index, (int)chunk.Value!, logged.Timestamp));
                break;
            case RunEvent.AttemptFailed failed:
                Require(last is { IsOver: false } && last.Number == failed.Attempt, $"The failure at {at} is not of the current attempt.");
                last!.Failure = failed.Failure;
                CheckFailed(invocation, failed);
                break;
            case RunEvent.AttemptInterrupted interrupted:
                Require(last is { IsOver: false } && last.Number == interrupted.Attempt, $"The interruption at {at} is not of the current attempt.");
                Require(scenario.Trouble is Trouble.HostStop, $"Only a host that stops interrupts, at {at}.");
                last!.Interrupted = true;
                CheckPrefix(invocation, last);
                break;
            case RunEvent.InvocationCompleted completed:
                Require(last is { IsOver: false } && last.Number == completed.Attempt, $"The completion at {at} is not of the current attempt.");
                Complete(invocation, completed);
                completing = invocation;
                break;
            case RunEvent.InvocationFailed failed:
                Require(last?.Failure is not null && failed.Failure.Invocation == logged.Invocation, $"What fails at {at} has failed an attempt.");
                Require(failed.Failure.Attempts == last!.Number, $"{failed.Failure.Attempts} attempts at {at}.");
                Close(invocation, logged, StreamOutcome.Failed(failed.Failure));
                break;
            case RunEvent.InvocationCanceled canceled:
                if (last is { IsOver: false })
                    CheckPrefix(invocation, last);
                Close(invocation, logged, StreamOutcome.Canceled(canceled.Reason));
                break;
            default:
                throw new ModelException($"At {at} there is {logged}.");
        }
    }

    private static void Close(LoggedInvocation invocation, RunEvent logged, StreamOutcome outcome)
    {
        invocation.Outcome = outcome;
        invocation.EndedAt = logged.Position;
        invocation.EndedTime = logged.Timestamp;
    }

    private void Complete(LoggedInvocation invocation, RunEvent.InvocationCompleted completed)
    {
        var script = Script.Of(scenario, invocation.Node, invocation.Job, completed.Attempt);
        Require(script.Ending is Ending.Completes, $"Attempt {completed.Attempt} of {invocation.Ordinal} cannot complete: it {script.Ending}.");
        CheckAll(invocation, invocation.Last!, script);
        var emits = script.Emits.ToList();
        Require(emits.Count == completed.Emitted.Count, $"{completed.Emitted.Count} instead of {emits.Count} emits at {completed.Position}.");
        for (var index = 0; index < emits.Count; index++)
        {
            var node = scenario.Nodes[invocation.Node].Targets[emits[index].Value];
            var (id, name, inputs) = completed.Emitted[index];
            Require(id == new InvocationId(run, Invocations.Count + 1), "Ordinals follow the order of the emits.");
            Require(name == $"n{node}" && inputs.SequenceEqual([emits[index].Job]), $"The emit to {id} at {completed.Position} is told as it was made.");
            Invocations.Add(new LoggedInvocation(Invocations.Count + 1, node, emits[index].Job, completed.Position));
        }

        Close(invocation, completed, StreamOutcome.Completed);
    }

    private void CheckFailed(LoggedInvocation invocation, RunEvent.AttemptFailed failed)
    {
        var attempt = invocation.Last!;
        var script = Script.Of(scenario, invocation.Node, invocation.Job, failed.Attempt);
        var attempts = scenario.Nodes[invocation.Node].Attempts;
        var failures = invocation.Attempts.Count(static earlier => earlier.Failure is not null);
        var mayRetry = failures < attempts;
        if (failed.Failure.Code == FailureCodes.Timeout)
        {
            Require(scenario.Trouble is Trouble.AttemptTimeout, $"No attempt has a timeout, but one failed by it at {failed.Position}.");
            CheckPrefix(invocation, attempt);
        }
        else if (failed.Failure.TypeName == typeof(TaskCanceledException).FullName || failed.Failure.TypeName == typeof(OperationCanceledException).FullName)
        {
            throw new ModelException($"A token fired for nothing at {failed.Position}: {failed.Failure.Details}");
        }
        else
        {
            Require(script.Ending is Ending.Fails or Ending.FailsForGood, $"The attempt failed at {failed.Position}, but it {script.Ending}: {failed.Failure}.");
            CheckAll(invocation, attempt, script);
            mayRetry &= script.Ending is Ending.Fails;
        }

        Require(mayRetry == failed.RetryAt is not null, $"A next attempt is due {failed.RetryAt:O} after the {failures} failures at {failed.Position}.");
        Require(mayRetry || Events[(int)failed.Position] is RunEvent.InvocationFailed, $"The last failure at {failed.Position} fails the invocation at once.");
    }

    private static void CheckAll(LoggedInvocation invocation, LoggedAttempt attempt, Script script) => Require(
        attempt.Chunks.Select(static chunk => chunk.Value).SequenceEqual(script.Chunks),
        $"Attempt {attempt.Number} of {invocation.Ordinal} wrote {string.Join(' ', script.Chunks)}, recorded is {string.Join(' ', attempt.Chunks.Select(static chunk => chunk.Value))}.");

    private void CheckPrefix(LoggedInvocation invocation, LoggedAttempt attempt)
    {
        var script = Script.Of(scenario, invocation.Node, invocation.Job, attempt.Number);
        Require(
            attempt.Chunks.Select(static chunk => chunk.Value).SequenceEqual(script.Chunks.Take(attempt.Chunks.Count)),
            $"Attempt {attempt.Number} of {invocation.Ordinal} has chunks that it did not write.");
    }

    private void CheckEnd(RunEvent end)
    {
        var live = Invocations.Count(static invocation => invocation.Outcome is null);
        Require(live == 0, $"The run ends with {live} invocations that have not.");
        var failed = Invocations.FirstOrDefault(static invocation => invocation.Outcome!.Status is RunStatus.Failed);
        switch (end)
        {
            case RunEvent.RunCompleted:
                Require(Result is not null || !scenario.GivesResult, "A run without its result does not complete.");
                Outcome = StreamOutcome.Completed;
                break;
            case RunEvent.RunFailed runFailed:
                Require(Result is null, "A run with its result completes.");
                var isTimeout = scenario.Trouble is Trouble.RunTimeout && runFailed.Failure is { Code: FailureCodes.Timeout, Invocation: null };
                Require(
                    isTimeout || (failed is null ? runFailed.Failure.Code == FailureCodes.NoResult : runFailed.Failure == failed.Outcome!.Failure),
                    $"The run failed by {runFailed.Failure}.");
                Require(isTimeout || failed is not null || scenario.GivesResult, "A run that needs no result does not miss it.");
                Outcome = StreamOutcome.Failed(runFailed.Failure);
                break;
            case RunEvent.RunCanceled canceled:
                Require(Result is null, "A run with its result completes.");
                var reason = scenario.Trouble switch
                {
                    Trouble.Cancel => Play.CancelReason,
                    Trouble.HostStop => AgentCanceledException.HostStopped,
                    _ => null,
                };
                Require(canceled.Reason == reason, $"The run was canceled: {canceled.Reason}.");
                Outcome = StreamOutcome.Canceled(canceled.Reason);
                break;
            default:
                throw new ModelException($"The log holds {end}.");
        }
    }

    /// <summary>Held against the sequential model: the same invocations, each with the same attempts.</summary>
    private void CheckUndisturbed()
    {
        var (expected, anyFails, anyResult) = Script.Simulate(scenario);
        if (anyFails)
        {
            Require(anyResult || Outcome.Status is RunStatus.Failed, "Without a result a failure fails the run.");
            return;
        }

        Require(
            Invocations.Select(static invocation => (invocation.Node, invocation.Job)).Order(Comparer).SequenceEqual(expected.Order(Comparer)),
            $"There are other invocations than the model has: {Invocations.Count} and {expected.Count}.");
        Require(
            Outcome.Status == (anyResult || !scenario.GivesResult ? RunStatus.Completed : RunStatus.Failed),
            $"An undisturbed run ended {Outcome.Status}.");
        foreach (var invocation in Invocations)
        {
            Require(invocation.Outcome!.Status is RunStatus.Completed, $"Invocation {invocation.Ordinal} of an undisturbed run ended {invocation.Outcome}.");
            Require(
                invocation.Attempts.Count == scenario.Nodes[invocation.Node].Failures + 1,
                $"Invocation {invocation.Ordinal} took {invocation.Attempts.Count} attempts.");
        }
    }

    private static Comparer<(int Node, Job Job)> Comparer { get; } = Comparer<(int Node, Job Job)>.Create(static (left, right) =>
        (left.Node, left.Job.Fuel, left.Job.Tag).CompareTo((right.Node, right.Job.Fuel, right.Job.Tag)));
}

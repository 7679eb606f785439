using System.Collections;
using System.Globalization;
using System.Text;
using Agents.Runtime;

namespace Agents.Testing;

/// <summary>Logs of runs as text, equal for equal logs.</summary>
internal static class RunDescription
{
    /// <summary>The events of a run that are recorded now.</summary>
    public static List<RunEvent> EventsOf(Run run)
    {
        long last;
        lock (run.Gate)
            last = run.Log.Position;
        var events = new List<RunEvent>();
        var reader = new EventReader(run, 0, CancellationToken.None);
        while (events.Count < last)
        {
            var next = reader.MoveNextAsync();
            if (!next.IsCompletedSuccessfully || !next.Result)
                throw new InvalidOperationException($"The log of run {run.Id} ends before event {events.Count + 1}, but {last} are recorded.");
            events.Add(reader.Current);
        }

        return events;
    }

    public static IEnumerable<Run> RunsOf(AgentHost host) => host.Runs.All.OrderBy(static run => run.StartedTicks).ThenBy(static run => run.Id);

    public static string OfAll(AgentHost host) => Of(RunsOf(host));

    /// <summary>The runs that have not ended, for who waits in vain.</summary>
    public static string OfPending(AgentHost host)
    {
        var pending = RunsOf(host).Where(static run => !run.HasEnded).ToArray();
        return pending.Length == 0 ? " No run is pending." : Environment.NewLine + "Pending:" + Environment.NewLine + Of(pending);
    }

    /// <summary>One event on a line.</summary>
    public static string Of(RunEvent logged)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{logged.Position,5} {logged.Timestamp:HH:mm:ss.fff} ");
        if (logged is RunEvent.OfInvocation of)
            text.Append(CultureInfo.InvariantCulture, $"{of.Node}#{of.Invocation.Ordinal} ");
        return text.Append(logged.GetType().Name).Append(Details(logged)).ToString();
    }

    private static string Of(IEnumerable<Run> runs)
    {
        var text = new StringBuilder();
        foreach (var run in runs)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Run {run.Id} of {run.Agent.Name}");
            foreach (var logged in EventsOf(run))
                text.AppendLine(Of(logged));
        }

        return text.ToString();
    }

    private static string Details(RunEvent logged) => logged switch
    {
        RunEvent.RunStarted it => $" {Show(it.Inputs)}",
        RunEvent.AttemptStarted it => $" attempt {it.Attempt}",
        RunEvent.Chunk it => $" {it.Attempt}.{it.Index} {Show(it.Value)}",
        RunEvent.AttemptFailed it => $" attempt {it.Attempt}: {it.Failure.Message}" + (it.RetryAt is { } at ? $" (again at {at:HH:mm:ss.fff})" : ""),
        RunEvent.AttemptInterrupted it => $" attempt {it.Attempt}",
        RunEvent.InvocationCompleted it => $" attempt {it.Attempt}" + string.Concat(
            it.Emitted.Select(static emitted => $" -> {emitted.Node}#{emitted.Invocation.Ordinal} {Show(emitted.Inputs)}")) +
            (it.Gathered > 0 ? $" gathered {it.Gathered}" : ""),
        RunEvent.InvocationFailed it => $": {it.Failure.Message}",
        RunEvent.InvocationCanceled it => $": {it.Reason}",
        RunEvent.ScopeClosed it => $" -> {it.AggregateNode}#{it.Aggregate.Ordinal}, {it.Items} items" + (it.IsFinishedEarly ? ", early" : ""),
        RunEvent.HumanAsked it => $" {it.Request.Input} {it.Request.Id.Number}: {Show(it.Request.BoxedQuestion)}",
        RunEvent.HumanAnswered it => $" {it.Input} {it.Request.Number}: {Show(it.Answer)}",
        RunEvent.HumanExpired it => $" {it.Input} {it.Request.Number}",
        RunEvent.HumanWithdrawn it => $" {it.Input} {it.Request.Number}",
        RunEvent.ChildStarted it => $" {it.ChildAgent} {it.Child}" + (it.Generation > 1 ? $", generation {it.Generation}" : ""),
        RunEvent.BudgetWarning it => $" {it.Kind} {it.Used} of {it.Limit}",
        RunEvent.ResultGiven it => $" {Show(it.Result)}",
        RunEvent.RunFailed it => $" {it.Failure.Code}: {it.Failure.Message}",
        RunEvent.RunCanceled it => $": {it.Reason}",
        _ => "",
    };

    /// <summary>A payload, lists with their items.</summary>
    public static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Show))}]",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}

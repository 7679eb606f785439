using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Forks with little ceremony, and what their nodes were called with.</summary>
internal static class Forking
{
    public static InvocationChange To(this int ordinal, RunConnection run, int node, int tag, int fuel = 0) =>
        new InvocationChange<Job>(node, new InvocationId(run.Id, ordinal), new Job(fuel, tag));

    public static async Task<RunConnection<TResult>> ForkAsync<TResult>(
        this Stage<TResult> stage, RunConnection run, params InvocationChange[] changes) =>
        await stage.Connection.ForkAsync(run.Id, changes, null, CancellationToken.None);

    public static async Task<RunConnection<TResult>> RetryAsync<TResult>(this Stage<TResult> stage, RunConnection run) =>
        await stage.Connection.RetryAsync(run.Id, null, CancellationToken.None);

    public static Run<TResult> Find<TResult>(this Stage<TResult> stage, RunConnection run) => (Run<TResult>)stage.Host.Runs.Find(run.Id)!;

    /// <summary>A run that takes over from another as that was at an earlier moment; nobody else knows it.</summary>
    public static Run<TResult> MakeFork<TResult>(this Stage<TResult> stage, RunSnapshot source, params InvocationChange[] changes)
    {
        var fork = new Run<TResult>(stage.Host.Ids.Next(stage.Host.Clock.GetTicks()), source.Run.Agent, null);
        fork.StartFork(TakeOver.Of(source, changes));
        return fork;
    }

    /// <summary>The events of a run that has ended, with their ordinals; checked for gaps, order in time, and one end.</summary>
    public static async Task<List<string>> ShownAsync(this RunConnection run)
    {
        await run.EndSoon();
        var events = await run.EventsAsync();
        Assert.Equal(events.Select(static one => one.Timestamp).Order(), events.Select(static one => one.Timestamp));
        Assert.Single(events, static one => one is RunEvent.RunCompleted or RunEvent.RunFailed or RunEvent.RunCanceled);
        return [.. events.Select(Shown)];
    }

    private static string Shown(RunEvent one) => one switch
    {
        RunEvent.Chunk chunk => $"{chunk.Invocation.Ordinal} chunk {chunk.Attempt} {chunk.Index} {chunk.Value}",
        RunEvent.AttemptStarted begun => $"{begun.Invocation.Ordinal} attempt {begun.Attempt}",
        RunEvent.ScopeClosed closed => $"{closed.Invocation.Ordinal} closed {closed.Items} {closed.IsFinishedEarly} by {closed.Aggregate.Ordinal}",
        RunEvent.OfInvocation of => $"{of.Invocation.Ordinal} {of.GetType().Name}",
        _ => one.GetType().Name,
    };
}

/// <summary>What nodes were called with, in the order of their text.</summary>
internal sealed class Calls
{
    private readonly List<string> calls = [];

    public void Add(string call)
    {
        lock (calls)
            calls.Add(call);
    }

    /// <summary>The calls since the last time they were taken.</summary>
    public string Take()
    {
        lock (calls)
        {
            var taken = string.Join(", ", calls.Order(StringComparer.Ordinal));
            calls.Clear();
            return taken;
        }
    }
}

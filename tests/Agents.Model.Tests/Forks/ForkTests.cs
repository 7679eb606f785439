using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>A fork takes over what does not follow from its changes, and runs the rest anew.</summary>
public sealed class ForkTests
{
    private readonly List<string> calls = [];

    [Fact]
    public async Task A_changed_invocation_and_what_follows_from_it_run_anew()
    {
        await using var stage = Stage.Of(Tree());
        var run = await stage.StartAsync(new Job(2, 1));
        var before = await run.ReadEventsAsync(null, false).ToListAsync();
        var third = new InvocationId(run.Id, 3);
        calls.Clear();
        var fork = await stage.Connection.ForkAsync(run.Id, [new InvocationChange<Job>(1, third, new Job(1, 50))], null, default);
        var events = await fork.ReadEventsAsync(null, false).ToListAsync();
        Assert.Equal(["leaf 50", "leaf 500", "leaf 501"], calls.Order(StringComparer.Ordinal));
        Assert.Equal(Shown(before), Shown(await run.ReadEventsAsync(null, false).ToListAsync()));
        Assert.IsType<RunEvent.RunCompleted>(events[^1]);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static position => (long)position), events.Select(static logged => logged.Position));
        var started = Assert.IsType<RunEvent.RunStarted>(events[0]);
        Assert.Equal(run.Id, started.ForkedFrom);
        Assert.Equal([third with { Run = fork.Id }], started.Changed);
        Assert.Equal(run.Id, (await fork.GetInfoAsync(default)).ForkedFrom);
        Assert.Equal([fork.Id], (await run.GetInfoAsync(default)).Forks);
        var snapshot = await fork.GetStream<int>(1).GetSnapshotAsync();
        var gone = before.OfType<RunEvent.InvocationCompleted>().Single(completed => completed.Invocation == third).Emitted;
        var kept = Enumerable.Range(2, 6).Except(gone.Select(static emitted => emitted.Invocation.Ordinal));
        Assert.Equal([.. kept, 8, 9], snapshot.Invocations.Keys.Select(static id => id.Ordinal));
        Assert.Equal([500], snapshot.Invocations[third with { Run = fork.Id }].Chunks.Select(static chunk => chunk / 10 * 10).Distinct());
    }

    [Fact]
    public async Task Without_changes_all_is_taken_over()
    {
        await using var stage = Stage.Of(Tree());
        var run = await stage.StartAsync(new Job(2, 1));
        await run.WaitForEndAsync(default);
        calls.Clear();
        var fork = await stage.Connection.ForkAsync(run.Id, [], null, default);
        Assert.Equal(await run.GetResultAsync(default), await fork.GetResultAsync(default));
        await fork.WaitForEndAsync(default);
        Assert.Empty(calls);
        Assert.Equal(Shown(await run.ReadEventsAsync(null, false).ToListAsync()), Shown(await fork.ReadEventsAsync(null, false).ToListAsync()));
    }

    private static IEnumerable<string> Shown(List<RunEvent> events) => events.Select(static logged => logged switch
    {
        RunEvent.Chunk chunk => $"{chunk.Invocation.Ordinal} {chunk.Attempt} {chunk.Index} {chunk.Value}",
        RunEvent.OfInvocation of => $"{of.Invocation.Ordinal} {of.GetType().Name}",
        _ => logged.GetType().Name,
    });

    /// <summary>A root that emits twice, and leaves that emit twice as long as there is fuel.</summary>
    private AgentDefinition<Robot, Job, int> Tree() => Write.Agent(
        Write.Node("root", (job, attempt) => Work("root", job, attempt), [1]),
        Write.Node("leaf", (job, attempt) => Work("leaf", job, attempt), [1]));

    private async Task<int?> Work(string node, Job job, NodeAttempt attempt)
    {
        lock (calls)
            calls.Add($"{node} {job.Tag}");
        await attempt.GetWriter<int>().WriteAsync(job.Tag * 10);
        await attempt.GetWriter<int>().WriteAsync((job.Tag * 10) + 1);
        for (var emit = 0; job.Fuel > 0 && emit < 2; emit++)
            attempt.GetEdge<Job>(0).Emit(new Job(job.Fuel - 1, (job.Tag * 10) + emit));
        return job.Tag;
    }
}

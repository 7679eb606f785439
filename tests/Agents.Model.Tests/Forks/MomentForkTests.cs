using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Forks of running runs at every step, retries, forks of forks, and what cannot be forked.</summary>
public sealed class MomentForkTests
{
    private readonly Calls calls = new();
    private readonly Gates gates = new();
    private bool isBroken;

    /// <summary>A chain of invocations of one node, which wait at the gates of their tags; the last gives the result.</summary>
    private Stage<int> Chain(Action<AgentsOptions>? configure = null) => Stage.Of(Write.Agent(Write.Node("link", WorkAsync, [0], maxAttempts: 1)), configure: configure);

    private async Task<int?> WorkAsync(Job job, NodeAttempt attempt)
    {
        calls.Add($"{job.Tag}");
        await attempt.GetWriter<int>().WriteAsync(job.Tag);
        await gates.WaitAsync(job.Tag, attempt.CancellationToken);
        if (isBroken)
            throw new NonRetryableException("broken");
        if (job.Fuel == 0)
            return job.Tag;
        attempt.GetEdge<Job>(0).Emit(new Job(job.Fuel - 1, job.Tag + 1));
        return null;
    }

    private void OpenAll(int count = 20)
    {
        for (var tag = 0; tag < count; tag++)
            gates.Open(tag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_run_that_stands_at_a_step(int step)
    {
        await using var stage = Chain();
        OpenAll(step);
        var run = await stage.StartAsync(new Job(3, 0));
        await gates.ReachedAsync(step);
        calls.Take();
        var plain = await stage.ForkAsync(run);
        // The last that is there gets another tag, and so do all that follow from it.
        var changed = await stage.ForkAsync(run, (step + 1).To(run, 0, 10, fuel: 3 - step));
        Assert.Equal((step + 1, 1), (stage.Find(plain).State.Invocations, stage.Find(plain).State.Live));
        OpenAll();
        Assert.Equal((3, 3, 13 - step), (await run.ResultSoon(), await plain.ResultSoon(), await changed.ResultSoon()));
        Assert.Equal(await run.ShownAsync(), await plain.ShownAsync());
        Assert.Equal((await run.ShownAsync()).Count, (await changed.ShownAsync()).Count);
        // Twice what runs in the run and in its plain fork, but for the step that the run was at before.
        string[] called = [$"{step}", .. Enumerable.Range(step + 1, 3 - step).SelectMany(static tag => new[] { $"{tag}", $"{tag}" }), .. Enumerable.Range(10, 4 - step).Select(static tag => $"{tag}")];
        Assert.Equal(string.Join(", ", called.Order(StringComparer.Ordinal)), calls.Take());
        Assert.Equal([plain.Id, changed.Id], (await run.GetInfoAsync(default)).Forks);
    }

    [Fact]
    public async Task Forks_while_the_run_goes_on()
    {
        await using var stage = Chain();
        OpenAll(220);
        var run = await stage.StartAsync(new Job(200, 0));
        var forks = new List<RunConnection<int>>();
        while ((await run.GetInfoAsync(default)).Status is RunStatus.Running && forks.Count < 50)
        {
            forks.Add(await stage.ForkAsync(run));
            await Task.Yield();
        }

        forks.Add(await stage.ForkAsync(run));
        await run.EndSoon();
        var expected = await run.ShownAsync();
        foreach (var fork in forks)
            Assert.Equal(expected, await fork.ShownAsync());
    }

    [Fact]
    public async Task A_retry_begins_with_what_failed()
    {
        await using var stage = Chain();
        OpenAll(2);
        var run = await stage.StartAsync(new Job(3, 0));
        await gates.ReachedAsync(2);
        isBroken = true;
        gates.Open(2);
        Assert.Equal(RunStatus.Failed, (await run.EndSoon()).Status);
        var failed = await run.ShownAsync();
        OpenAll();
        calls.Take();
        var again = await stage.RetryAsync(run);
        Assert.Equal(RunStatus.Failed, (await again.EndSoon()).Status);
        Assert.Equal(new InvocationId(again.Id, 3), (await again.GetInfoAsync(default)).Failure!.Invocation);
        Assert.Equal("2", calls.Take());
        Assert.Equal(failed, await again.ShownAsync());
        isBroken = false;
        var retry = await stage.RetryAsync(again);
        Assert.Equal(3, await retry.ResultSoon());
        Assert.Equal("2, 3", calls.Take());
        Assert.Equal(failed, await run.ShownAsync());
        Assert.Equal((run.Id, again.Id), ((await again.GetInfoAsync(default)).ForkedFrom, (await retry.GetInfoAsync(default)).ForkedFrom));
        Assert.Contains("3 attempt 1", await retry.ShownAsync());
    }

    [Fact]
    public async Task A_retry_after_a_cancel()
    {
        await using var stage = Chain();
        OpenAll(1);
        var run = await stage.StartAsync(new Job(2, 0));
        await gates.ReachedAsync(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.RetryAsync(run));
        await run.CancelAsync("enough", default);
        await run.EndSoon();
        OpenAll();
        calls.Take();
        var retry = await stage.RetryAsync(run);
        Assert.Equal(2, await retry.ResultSoon());
        await retry.EndSoon();
        Assert.Equal("1, 2", calls.Take());
        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.RetryAsync(retry));
    }

    [Fact]
    public async Task What_failed_after_the_result_runs_anew_in_a_fork_but_is_not_retried()
    {
        var isBad = true;
        await using var stage = Stage.Of(Write.Agent(
            Write.Node("first", (_, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(default);
                return Task.FromResult<int?>(1);
            }, [1]),
            Write.Node("late", (_, _) => isBad ? throw new NonRetryableException("late") : Task.FromResult<int?>(2), maxAttempts: 1)));
        var run = await stage.StartAsync();
        Assert.Equal(RunStatus.Completed, (await run.EndSoon()).Status);
        Assert.Contains("2 InvocationFailed", await run.ShownAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.RetryAsync(run));
        isBad = false;
        var fork = await stage.ForkAsync(run);
        Assert.Equal(1, await fork.ResultSoon());
        Assert.Contains("2 InvocationCompleted", await fork.ShownAsync());
    }

    [Fact]
    public async Task The_first_result_that_is_left_is_the_result()
    {
        await using var stage = Stage.Of(Write.Agent(
            Write.Node("first", (_, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(new Job(0, 1));
                attempt.GetEdge<Job>(0).Emit(new Job(0, 2));
                return Task.FromResult<int?>(null);
            }, [1]),
            Write.Node("gives", async (job, attempt) =>
            {
                await gates.WaitAsync(job.Tag, attempt.CancellationToken);
                return job.Tag;
            })));
        var run = await stage.StartAsync();
        gates.Open(1);
        Assert.Equal(1, await run.ResultSoon());
        gates.Open(2);
        await run.EndSoon();
        gates.Open(3);
        var fork = await stage.ForkAsync(run, 2.To(run, 1, 3));
        Assert.Equal(2, await fork.ResultSoon());
        var shown = await fork.ShownAsync();
        Assert.Equal("3 ResultGiven", shown.Single(static one => one.EndsWith("ResultGiven", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_fork_with_nothing_to_do_anew_has_ended_before_others_find_it()
    {
        await using var stage = Chain();
        OpenAll();
        var run = await stage.StartAsync(new Job(1, 0));
        await run.EndSoon();
        var fork = stage.MakeFork<int>(stage.Find(run).TakeSnapshot());
        Assert.True(stage.Host.Runs.TryAdd(fork, out _));
        Assert.False(fork.Cancel("at once"));
        fork.ScheduleTakenOver();
        var found = await stage.Connection.GetRunAsync(fork.Id, default);
        Assert.IsType<RunEvent.RunCompleted>((await found!.EventsAsync())[^1]);
        await found!.ShownAsync();
    }

    [Fact]
    public async Task What_cannot_be_forked()
    {
        await using var stage = Stage.Of(Write.Agent(Write.Node("link", WorkAsync, [0]), Write.Node("other", WorkAsync)));
        OpenAll();
        var run = await stage.StartAsync(new Job(2, 0));
        await run.EndSoon();
        var fork = await stage.ForkAsync(run, 2.To(run, 0, 5));
        await fork.EndSoon();
        async Task FailsAsync(RunId of, string message, params InvocationChange[] changes)
        {
            var thrown = await Assert.ThrowsAsync<ArgumentException>(async () => await stage.Connection.ForkAsync(of, changes, null, default));
            Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
        }

        await FailsAsync(RunId.FromKey("nobody"), "no run");
        await FailsAsync(run.Id, "no invocation", 4.To(run, 0, 0));
        await FailsAsync(run.Id, "no invocation", 0.To(run, 0, 0));
        await FailsAsync(run.Id, "no invocation", 2.To(fork, 0, 0));
        await FailsAsync(fork.Id, "no invocation", 3.To(fork, 0, 0));
        await FailsAsync(run.Id, "is one of node 'link', not of 'other'", 2.To(run, 1, 0));
        await FailsAsync(run.Id, "has no inputs of its node 'link'", new InvocationChange<string>(0, new InvocationId(run.Id, 2), "x"));
        await FailsAsync(run.Id, "twice", 2.To(run, 0, 0), 2.To(run, 0, 1));
        await FailsAsync(run.Id, "follows from", 1.To(run, 0, 0), 3.To(run, 0, 1));
        await Assert.ThrowsAsync<ArgumentException>(async () => await stage.Connection.RetryAsync(RunId.FromKey("nobody"), null, default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stage.Connection.ForkAsync(run.Id, [], null, new CancellationToken(true)));
        Assert.Equal([fork.Id], (await run.GetInfoAsync(default)).Forks);
    }

    [Fact]
    public async Task A_node_forks_the_run_that_it_belongs_to()
    {
        Stage<int>? stage = null;
        RunConnection<int>? fork = null;
        stage = Stage.Of(Write.Agent(
            Write.Node("first", (_, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(new Job(1, 0));
                return Task.FromResult<int?>(null);
            }, [1]),
            Write.Node("forks", async (job, attempt) =>
            {
                if (job.Fuel > 0)
                    fork = await stage!.Connection.ForkAsync(attempt.RunId, [new InvocationChange<Job>(1, attempt.InvocationId, new Job(0, 7))], null, default);
                return job.Tag;
            })));
        await using var disposed = stage;
        var run = await stage.StartAsync();
        Assert.Equal(0, await run.ResultSoon());
        Assert.Equal(7, await fork!.ResultSoon());
        Assert.Null((await fork!.EndSoon()).Parent);
    }

    [Fact]
    public async Task The_host_stops()
    {
        var stage = Chain();
        OpenAll(1);
        var run = await stage.StartAsync(new Job(1, 0));
        await gates.ReachedAsync(1);
        var fork = await stage.ForkAsync(run);
        await stage.DisposeAsync();
        Assert.Equal((RunStatus.Canceled, RunStatus.Canceled), ((await run.EndSoon()).Status, (await fork.EndSoon()).Status));
        await Assert.ThrowsAnyAsync<Exception>(() => stage.ForkAsync(run));
    }
}

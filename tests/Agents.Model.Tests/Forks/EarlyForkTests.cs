using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Forks of runs with scopes that were finished early.</summary>
public sealed class EarlyForkTests
{
    private readonly Gates gates = new();
    private readonly Calls calls = new();

    /// <summary>split (0) → five members (1), which wait at their gates → combine (2) → after (3), which gives the result.</summary>
    private AgentDefinition<Robot, Job, string> Race<TAggregator, TState, TFold>(
        Func<TFold, int> sum, EarlyFinish policy = EarlyFinish.Cancel, Func<NodeAttempt, Task>? before = null)
        where TAggregator : IAggregator<int, TState, TFold> => Write.Agent<string>(
        0,
        Scoped.Split(2, 5, Scoped.To(1)),
        Scoped.Member("member", async (job, attempt) =>
        {
            calls.Add($"member {job.Tag}");
            await gates.WaitAsync(job.Tag, attempt.CancellationToken);
            attempt.GetEdge<int>(0).Emit(job.Tag);
        }, [Scoped.Gather<TAggregator, int, TState, TFold>(2)]),
        Scoped.Aggregate<TAggregator, int, TState, TFold>("combine", (fold, _, attempt) =>
        {
            calls.Add($"combine {sum(fold)}");
            attempt.GetEdge<Job>(0).Emit(new Job(0, sum(fold)));
            return null;
        }, [Scoped.To(3)], true, policy),
        Write.Node<string>("after", (job, attempt) =>
        {
            calls.Add($"after {job.Tag}");
            return NodeReturn<string>.OptionalResultOf(ResultAsync(job, attempt, before));
        }, streams: false));

    private static async Task<string?> ResultAsync(Job job, NodeAttempt attempt, Func<NodeAttempt, Task>? before)
    {
        if (before is not null)
            await before(attempt);
        return $"{job.Tag}";
    }

    private AgentDefinition<Robot, Job, string> ByArrival(EarlyFinish policy = EarlyFinish.Cancel) =>
        Race<RaceAggregator<int>, Picked<int>, int>(static first => first, policy);

    private AgentDefinition<Robot, Job, string> InOrder(EarlyFinish policy = EarlyFinish.Cancel, Func<NodeAttempt, Task>? before = null) =>
        Race<FirstThree, List<int>, IReadOnlyList<int>>(static items => items.Sum(), policy, before);

    private async Task<RunConnection<string>> RunAsync(Stage<string> stage, params int[] open)
    {
        var run = await stage.StartAsync();
        for (var tag = 0; tag < 5; tag++)
            await gates.ReachedAsync(tag);
        foreach (var tag in open)
            gates.Open(tag);
        return run;
    }

    [Fact]
    public async Task What_was_canceled_by_it_stays_canceled_if_the_scope_stays_as_it_was()
    {
        await using var stage = Stage.Of(ByArrival());
        var run = await RunAsync(stage, 3);
        Assert.Equal("3", await run.ResultSoon());
        var before = await run.ShownAsync();
        calls.Take();
        var fork = await stage.ForkAsync(run, 8.To(run, 3, 70));
        Assert.Equal("70", await fork.ResultSoon());
        Assert.Equal(before, await fork.ShownAsync());
        Assert.Equal(before, await run.ShownAsync());
        Assert.Equal("after 70", calls.Take());
        var streams = await fork.GetStream<int>(1).GetSnapshotAsync();
        Assert.Equal(4, streams.Invocations.Values.Count(static one => one.Outcome?.Status is RunStatus.Canceled));
    }

    [Fact]
    public async Task A_scope_that_is_finished_by_what_was_taken_over_closes_at_once()
    {
        await using var stage = Stage.Of(ByArrival());
        var run = await RunAsync(stage, 3);
        await run.EndSoon();
        // The second is one that was canceled: the gate of its new tag never opens.
        var fork = await stage.ForkAsync(run, 2.To(run, 1, 99));
        Assert.Equal("3", await fork.ResultSoon());
        var shown = await fork.ShownAsync();
        Assert.Contains("1 closed 1 True by 9", shown);
        Assert.Equal(["2 InvocationCanceled", "3 InvocationCanceled", "4 InvocationCanceled", "6 InvocationCanceled"], shown.Where(static one => one.Contains("Canceled", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task If_the_winner_is_changed_the_race_is_run_again()
    {
        await using var stage = Stage.Of(ByArrival());
        var run = await RunAsync(stage, 3);
        await run.EndSoon();
        calls.Take();
        var fork = await stage.ForkAsync(run, 5.To(run, 1, 30));
        await gates.ReachedAsync(30);
        Assert.Equal(RunStatus.Running, (await fork.GetInfoAsync(default)).Status);
        gates.Open(30);
        Assert.Equal("30", await fork.ResultSoon());
        await fork.EndSoon();
        var called = calls.Take();
        Assert.Contains("member 30", called, StringComparison.Ordinal);
        Assert.DoesNotContain("member 3,", called, StringComparison.Ordinal);
        Assert.Equal(4, (await fork.ShownAsync()).Count(static one => one.Contains("Canceled", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(EarlyFinish.Cancel)]
    [InlineData(EarlyFinish.Drain)]
    public async Task The_first_in_order_count_with_the_changed_one_among_them(EarlyFinish policy)
    {
        await using var stage = Stage.Of(InOrder(policy));
        var run = await RunAsync(stage, 0, 1, 2);
        Assert.Equal("3", await run.ResultSoon());
        gates.Open(3);
        gates.Open(4);
        gates.Open(50);
        await run.EndSoon();
        var fork = await stage.ForkAsync(run, 3.To(run, 1, 50));
        Assert.Equal("52", await fork.ResultSoon());
        Assert.Equal(RunStatus.Completed, (await fork.EndSoon()).Status);
        Assert.Contains(await fork.ShownAsync(), static one => one.EndsWith("by 9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_drained_and_was_canceled_by_somebody_else_runs_anew()
    {
        // What comes behind the aggregate hangs: at one gate in the run, at another in its retry.
        var hanging = 100;
        await using var stage = Stage.Of(InOrder(
            EarlyFinish.Drain, attempt => gates.WaitAsync(Interlocked.Increment(ref hanging), attempt.CancellationToken)));
        var run = await RunAsync(stage, 0, 1, 2);
        await gates.ReachedAsync(101);
        Assert.True(await run.CancelAsync("enough", default));
        Assert.Equal(RunStatus.Canceled, (await run.EndSoon()).Status);
        calls.Take();
        gates.Open(3);
        gates.Open(4);
        var fork = await stage.RetryAsync(run);
        await gates.ReachedAsync(102);
        await fork.SawAsync<RunEvent.InvocationCompleted>(7);
        Assert.Equal("after 3, combine 3, member 3, member 4", calls.Take());
        await fork.CancelAsync(null, default);
    }

    [Fact]
    public async Task What_drained_beyond_the_closing_is_no_matter_of_the_aggregate()
    {
        // A member that is still there when the scope is closed invokes another, whose items come too late.
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, 4, Scoped.To(1)),
            Scoped.Member("member", async (job, attempt) =>
            {
                calls.Add($"member {job.Tag}");
                await gates.WaitAsync(job.Tag, attempt.CancellationToken);
                attempt.GetEdge<int>(1).Emit(job.Tag);
                if (job.Tag == 3)
                    attempt.GetEdge<Job>(0).Emit(new Job(0, 10));
            }, [Scoped.To(1), Scoped.Gather<FirstThree, int, List<int>, IReadOnlyList<int>>(2)]),
            Scoped.Aggregate<FirstThree, int, List<int>, IReadOnlyList<int>>("combine", (fold, _, _) =>
            {
                calls.Add("combine");
                return $"{fold.Sum()}";
            }, [], true, EarlyFinish.Drain)));
        var run = await stage.StartAsync();
        foreach (var tag in (int[])[0, 1, 2])
            gates.Open(tag);
        Assert.Equal("3", await run.ResultSoon());
        foreach (var tag in (int[])[3, 10, 11])
            gates.Open(tag);
        await run.EndSoon();
        calls.Take();
        // 1 split, 2 to 5 members, 6 combine, 7 the late member.
        var fork = await stage.ForkAsync(run, 7.To(run, 1, 11));
        Assert.Equal("3", await fork.ResultSoon());
        Assert.Equal(await run.ShownAsync(), await fork.ShownAsync());
        Assert.Equal("member 11", calls.Take());
    }

    [Fact]
    public async Task A_fork_of_a_run_whose_scope_is_open_gathers_for_itself()
    {
        await using var stage = Stage.Of(InOrder());
        var run = await RunAsync(stage, 0, 1);
        await run.SawAsync<RunEvent.InvocationCompleted>(3);
        calls.Take();
        var fork = await stage.ForkAsync(run, 2.To(run, 1, 20));
        gates.Open(20);
        gates.Open(2);
        Assert.Equal("3", await run.ResultSoon());
        Assert.Equal("23", await fork.ResultSoon());
        Assert.Equal(RunStatus.Completed, (await fork.EndSoon()).Status);
        // The fork has come to the others only if it was in time.
        Assert.StartsWith("after 23, after 3, combine 23, combine 3, member 2, member 20", calls.Take(), StringComparison.Ordinal);
    }
}

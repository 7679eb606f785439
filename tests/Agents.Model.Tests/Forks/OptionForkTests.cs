using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Keys, options, retention, limits and budgets of forks.</summary>
public sealed class OptionForkTests
{
    private static Stage<int> Chain(Action<AgentsOptions>? configure = null, int invocations = 0, int chunks = 0, int rounds = 0) => Stage.Of(
        new AgentDefinition<Robot, Job, int>("robot")
        {
            Nodes =
            [
                new NodeDefinition<Robot, Job, int>("link", Write.JobInput, static (_, job, attempt) => NodeReturn.NullableResultOf(WorkAsync(job, attempt)))
                {
                    Edges = [new EdgeDefinition("next", 0)],
                    Stream = new StreamDefinition<int>(),
                    GivesResult = true,
                    Rounds = rounds,
                    MaxAttempts = 1,
                },
            ],
            CreateRun = static connection => throw new NotSupportedException($"Run {connection.Id} is used by its connection."),
            InvocationBudget = invocations,
            ChunkBudget = chunks,
        }, configure: configure);

    /// <summary>One chunk, and the next link.</summary>
    private static async Task<int?> WorkAsync(Job job, NodeAttempt attempt)
    {
        await attempt.GetWriter<int>().WriteAsync(job.Tag);
        if (job.Fuel == 0)
            return job.Tag;
        attempt.GetEdge<Job>(0).Emit(new Job(job.Fuel - 1, job.Tag));
        return null;
    }

    [Fact]
    public async Task Options_are_those_of_the_run_without_its_key_or_others()
    {
        await using var stage = Chain();
        var own = new RunOptions { Key = "own", Metadata = new Dictionary<string, string> { ["a"] = "b" } };
        var run = await stage.StartAsync(new Job(1, 0), own);
        await run.EndSoon();
        var fork = await stage.ForkAsync(run);
        var info = await fork.EndSoon();
        Assert.Equal((null, "b"), (info.Key, info.Metadata["a"]));
        Assert.NotEqual(run.Id, fork.Id);
        var other = await stage.Connection.ForkAsync(run.Id, [], new RunOptions { Key = "fork" }, default);
        info = await other.EndSoon();
        Assert.Equal(("fork", 0, RunId.FromKey("fork")), (info.Key, info.Metadata.Count, info.Id));
    }

    [Fact]
    public async Task The_same_fork_is_made_once_for_a_key_and_another_is_told_apart()
    {
        await using var stage = Chain();
        var run = await stage.StartAsync(new Job(2, 0));
        var second = await stage.StartAsync(new Job(2, 0), new RunOptions { Key = "start" });
        await run.EndSoon();
        await second.EndSoon();
        var options = new RunOptions { Key = "k" };
        ValueTask<RunConnection<int>> ForkAsync(RunConnection of, params InvocationChange[] changes) => stage.Connection.ForkAsync(of.Id, changes, options, default);
        var fork = await ForkAsync(run, 2.To(run, 0, 5));
        Assert.Equal(fork.Id, (await ForkAsync(run, 2.To(run, 0, 5))).Id);
        await Assert.ThrowsAsync<RunConflictException>(async () => await ForkAsync(run, 2.To(run, 0, 6)));
        await Assert.ThrowsAsync<RunConflictException>(async () => await ForkAsync(run, 3.To(run, 0, 5)));
        await Assert.ThrowsAsync<RunConflictException>(async () => await ForkAsync(run));
        await Assert.ThrowsAsync<RunConflictException>(async () => await ForkAsync(second, 2.To(second, 0, 5)));
        await Assert.ThrowsAsync<RunConflictException>(async () => await stage.StartAsync(new Job(2, 0), options));
        options = new RunOptions { Key = "start" };
        await Assert.ThrowsAsync<RunConflictException>(async () => await ForkAsync(run));
        Assert.Equal([fork.Id], (await run.GetInfoAsync(default)).Forks);
    }

    [Fact]
    public async Task One_of_many_at_once_makes_the_fork_of_a_key()
    {
        await using var stage = Chain();
        var run = await stage.StartAsync(new Job(2, 0));
        await run.EndSoon();
        var forks = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
            await stage.Connection.ForkAsync(run.Id, [2.To(run, 0, 5)], new RunOptions { Key = "k" }, default))));
        Assert.Single(forks.Select(static fork => fork.Id).Distinct());
        Assert.Equal(5, await forks[0].ResultSoon());
        Assert.Equal([forks[0].Id], (await run.GetInfoAsync(default)).Forks);
        Assert.Equal(await forks[0].ShownAsync(), await forks[19].ShownAsync());
    }

    [Fact]
    public async Task Runs_and_forks_are_kept_each_for_itself()
    {
        await using var stage = Chain(static options => options.Retention.MaxFinishedRuns = 2);
        var run = await stage.StartAsync(new Job(2, 0));
        await run.EndSoon();
        var first = await stage.ForkAsync(run);
        var second = await stage.ForkAsync(run);
        await second.EndSoon();
        Assert.Null(await stage.Connection.GetRunAsync(run.Id, default));
        Assert.Equal((0, run.Id), (await first.ResultSoon(), (await first.GetInfoAsync(default)).ForkedFrom));
        await Assert.ThrowsAsync<ArgumentException>(() => stage.ForkAsync(run));
        Assert.Equal([first.Id, second.Id], (await run.GetInfoAsync(default)).Forks);
        await (await stage.ForkAsync(first)).EndSoon();
        Assert.Equal([second.Id], (await run.GetInfoAsync(default)).Forks);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(null)]
    public async Task Budgets_count_and_warn_as_in_a_run_of_its_own(int? changed)
    {
        foreach (var (invocations, chunks, rounds) in ((int, int, int)[])[(5, 0, 0), (0, 5, 0), (0, 0, 5)])
        {
            await using var stage = Chain(null, invocations, chunks, rounds);
            var run = await stage.StartAsync(new Job(4, 0));
            await run.EndSoon();
            var expected = await run.ShownAsync();
            Assert.Contains("BudgetWarning", expected);
            var fork = await stage.ForkAsync(run, changed is { } ordinal ? [ordinal.To(run, 0, 1, 5 - ordinal)] : []);
            Assert.Equal(RunStatus.Completed, (await fork.EndSoon()).Status);
            var shown = await fork.ShownAsync();
            Assert.Single(shown, "BudgetWarning");
            if (chunks == 0 && changed is null)
                Assert.Equal(expected, shown);
            var over = await stage.ForkAsync(run, 5.To(run, 0, 1, 1));
            Assert.Equal(FailureCodes.Budget, (await over.EndSoon()).Failure?.Code);
        }
    }

    [Fact]
    public async Task What_is_not_taken_over_does_not_count_for_limits()
    {
        await using var stage = Chain(static options => options.Limits.InvocationsPerRun = 5);
        var run = await stage.StartAsync(new Job(4, 0));
        await run.EndSoon();
        var fork = await stage.ForkAsync(run, 2.To(run, 0, 1, 3));
        fork = await stage.ForkAsync(await EndedAsync(fork), 2.To(fork, 0, 2, 3));
        Assert.Equal((RunStatus.Completed, 5L, 5), ((await fork.EndSoon()).Status, (await fork.GetInfoAsync(default)).Chunks, (await fork.GetInfoAsync(default)).Invocations));
        // 1 and 2 are taken over; 3 to 5 were of the run, 6 to 8 of its fork.
        Assert.Contains("11 InvocationCompleted", await fork.ShownAsync());
        var over = await stage.ForkAsync(fork, 2.To(fork, 0, 2, 4));
        Assert.Equal(FailureCodes.Limit, (await over.EndSoon()).Failure?.Code);
    }

    private static async Task<RunConnection<int>> EndedAsync(RunConnection<int> run)
    {
        await run.EndSoon();
        return run;
    }

    [Fact]
    public async Task The_cost_grows_with_the_invocations_alone()
    {
        await using var stage = Chain(static options => options.Limits.InvocationsPerRun = 100_000);
        async Task<TimeSpan> MeasureAsync(int count)
        {
            var run = await stage.StartAsync(new Job(count - 1, 0));
            await run.EndSoon();
            var best = TimeSpan.MaxValue;
            for (var round = 0; round < 7; round++)
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                var fork = await stage.ForkAsync(run, count.To(run, 0, 1));
                await fork.EndSoon();
                best = watch.Elapsed < best ? watch.Elapsed : best;
            }

            return best;
        }

        await MeasureAsync(1_000);
        var (one, eight) = (await MeasureAsync(5_000), await MeasureAsync(40_000));
        TestContext.Current.TestOutputHelper?.WriteLine($"5,000: {one}, 40,000: {eight}");
        // Eight times as many: what grows with the square takes 64 times as long.
        Assert.True(eight < one * 30, $"5,000 took {one}, 40,000 took {eight}.");
    }
}

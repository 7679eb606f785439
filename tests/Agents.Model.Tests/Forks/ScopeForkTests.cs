using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Forks of runs with scopes: members, starts, aggregates.</summary>
public sealed class ScopeForkTests
{
    private readonly Calls calls = new();
    private readonly Gates gates = new();
    private bool isBroken;

    /// <summary>split (0) → a member (1) for each fuel → combine (2) → after (3), which gives the result.</summary>
    private Stage<string> Stage(Func<Job, NodeAttempt, Task>? before = null) => Model.Tests.Stage.Of(Write.Agent<string>(
        0,
        Scoped.Start("split", 2, (job, attempt) =>
        {
            calls.Add($"split {job.Fuel}");
            for (var tag = 1; tag <= job.Fuel; tag++)
                attempt.GetEdge<Job>(0).Emit(new Job(0, tag));
            return job.Fuel;
        }, [Scoped.To(1)]),
        Scoped.Member("member", async (job, attempt) =>
        {
            calls.Add($"member {job.Tag}");
            if (before is not null)
                await before(job, attempt);
            attempt.GetEdge<int>(0).Emit(job.Tag);
        }, [Scoped.Gather<int>(2)], maxAttempts: 1),
        Scoped.Aggregate<int>("combine", (items, start, attempt) =>
        {
            calls.Add($"combine {start}: {string.Join(' ', items)}");
            if (isBroken)
                throw new NonRetryableException("broken");
            attempt.GetEdge<Job>(0).Emit(new Job(0, items.Sum()));
            return null;
        }, Scoped.To(3)),
        Write.Node<string>("after", (job, _) =>
        {
            calls.Add($"after {job.Tag}");
            return NodeReturn<string>.OptionalResult($"{job.Tag}");
        })));

    private static InvocationChange Combine(RunConnection run, int ordinal, params int[] items) =>
        new InvocationChange<(IReadOnlyList<int> Fold, object? Start)>(2, new InvocationId(run.Id, ordinal), (items, 0));

    [Fact]
    public async Task A_member_a_start_an_aggregate_and_what_comes_behind()
    {
        await using var stage = Stage();
        var run = await stage.StartAsync(new Job(3, 0));
        Assert.Equal("6", await run.ResultSoon());
        await run.EndSoon();
        calls.Take();
        async Task CheckAsync(string result, string called, params InvocationChange[] changes)
        {
            var fork = await stage.ForkAsync(run, changes);
            Assert.Equal(result, await fork.ResultSoon());
            await fork.ShownAsync();
            Assert.Equal(called, calls.Take());
        }

        await CheckAsync("26", "after 26, combine 3: 1 22 3, member 22", 3.To(run, 1, 22));
        await CheckAsync("36", "after 36, combine 3: 11 22 3, member 11, member 22", 3.To(run, 1, 22), 2.To(run, 1, 11));
        await CheckAsync("3", "after 3, combine 2: 1 2, member 1, member 2, split 2", 1.To(run, 0, 0, fuel: 2));
        await CheckAsync("0", "after 0, combine 0: , split 0", 1.To(run, 0, 0));
        await CheckAsync("9", "after 9, combine 0: 4 5", Combine(run, 5, 4, 5));
        await CheckAsync("60", "after 60", 6.To(run, 3, 60));
        foreach (var impossible in (InvocationChange[][])[[3.To(run, 1, 22), Combine(run, 5)], [Combine(run, 5), 6.To(run, 3, 0)], [1.To(run, 0, 0), 2.To(run, 1, 0)]])
            Assert.Contains("follow", (await Assert.ThrowsAsync<ArgumentException>(() => stage.ForkAsync(run, impossible))).Message, StringComparison.Ordinal);
        Assert.Equal("", calls.Take());
    }

    [Fact]
    public async Task An_aggregate_that_was_given_other_inputs_folds_again_in_a_fork_of_the_fork()
    {
        await using var stage = Stage();
        var run = await stage.StartAsync(new Job(2, 0));
        await run.EndSoon();
        var given = await stage.ForkAsync(run, Combine(run, 4, 7, 7));
        Assert.Equal("14", await given.ResultSoon());
        await given.EndSoon();
        calls.Take();
        var kept = await stage.ForkAsync(given);
        Assert.Equal("14", await kept.ResultSoon());
        Assert.Equal("", calls.Take());
        var fork = await stage.ForkAsync(kept, 3.To(kept, 1, 20));
        Assert.Equal("21", await fork.ResultSoon());
        await fork.EndSoon();
        Assert.Equal("after 21, combine 2: 1 20, member 20", calls.Take());
    }

    [Fact]
    public async Task An_empty_scope()
    {
        await using var stage = Stage();
        var run = await stage.StartAsync();
        await run.EndSoon();
        calls.Take();
        var fork = await stage.ForkAsync(run, 3.To(run, 3, 5));
        Assert.Equal("5", await fork.ResultSoon());
        Assert.Equal("after 5", calls.Take());
        var all = await stage.ForkAsync(fork);
        Assert.Equal(await fork.ShownAsync(), await all.ShownAsync());
    }

    [Fact]
    public async Task A_failed_member_is_retried_and_the_others_are_not()
    {
        isBroken = true;
        await using var stage = Stage(async (job, attempt) =>
        {
            if (job.Tag == 3)
                await gates.WaitAsync(3, attempt.CancellationToken);
            if (job.Tag == 2 && isBroken)
                throw new NonRetryableException("broken");
        });
        var run = await stage.StartAsync(new Job(3, 0));
        Assert.Equal(RunStatus.Failed, (await run.EndSoon()).Status);
        var first = (await run.ShownAsync()).Contains("2 InvocationCompleted", StringComparer.Ordinal) ? "" : "member 1, ";
        isBroken = false;
        gates.Open(3);
        calls.Take();
        var retry = await stage.RetryAsync(run);
        Assert.Equal("6", await retry.ResultSoon());
        await retry.EndSoon();
        Assert.Equal($"after 6, combine 3: 1 2 3, {first}member 2, member 3", calls.Take());
        Assert.DoesNotContain("3 attempt 2", await retry.ShownAsync());
    }

    [Fact]
    public async Task A_failed_aggregate_is_retried_alone()
    {
        isBroken = true;
        await using var stage = Stage();
        var run = await stage.StartAsync(new Job(2, 0));
        Assert.Equal(RunStatus.Failed, (await run.EndSoon()).Status);
        calls.Take();
        var again = await stage.RetryAsync(run);
        Assert.Equal(RunStatus.Failed, (await again.EndSoon()).Status);
        Assert.Equal("combine 2: 1 2", calls.Take());
        isBroken = false;
        var retry = await stage.RetryAsync(again);
        Assert.Equal("3", await retry.ResultSoon());
        await retry.EndSoon();
        Assert.Equal("after 3, combine 2: 1 2", calls.Take());
        Assert.Equal([retry.Id], (await again.GetInfoAsync(default)).Forks);
        Assert.Equal([again.Id], (await run.GetInfoAsync(default)).Forks);
    }

    [Fact]
    public async Task A_scope_that_closes_after_the_run_was_looked_at_is_open_in_the_fork()
    {
        await using var stage = Stage((job, attempt) => job.Tag == 2 ? gates.WaitAsync(2, attempt.CancellationToken) : Task.CompletedTask);
        var run = await stage.StartAsync(new Job(2, 0));
        await gates.ReachedAsync(2);
        await run.SawAsync<RunEvent.InvocationCompleted>(2);
        var snapshot = stage.Find(run).TakeSnapshot();
        gates.Open(2);
        await run.EndSoon();
        var fork = stage.MakeFork<string>(snapshot);
        Assert.Equal((3, 1, 1), (fork.State.Invocations, fork.State.Live, fork.State.OpenScopes));
    }
}

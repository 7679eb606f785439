using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Retries, failures, cancels and limits around scopes.</summary>
public sealed class TroubleTests
{
    private static AgentDefinition<Robot, Job, string> Three(
        Func<Job, NodeAttempt, Task> work, Func<IReadOnlyList<int>, object?, NodeAttempt, string?> combine, int maxAttempts = 0) => Write.Agent<string>(
        0,
        Scoped.Split(2, 3, Scoped.To(1)),
        Scoped.Member("member", work, [Scoped.Gather<int>(2)], maxAttempts),
        Scoped.Aggregate("combine", combine));

    private static string Joined(IReadOnlyList<int> items, object? start, NodeAttempt attempt) => string.Join(' ', items);

    [Fact]
    public async Task A_member_is_retried_alone_and_counts_once()
    {
        var calls = 0;
        await using var stage = Stage.Of(Three(
            async (job, attempt) =>
            {
                Interlocked.Increment(ref calls);
                attempt.GetEdge<int>(0).Emit(job.Tag);
                await Task.Yield();
                if (job.Tag == 1 && attempt.Attempt < 3)
                    throw new InvalidOperationException("again");
            },
            Joined));
        var run = await stage.StartAsync();
        Assert.Equal("0 1 2", await run.ResultSoon());
        Assert.Equal(5, calls);
        Assert.Equal(2, (await run.EventsSoon()).OfType<RunEvent.AttemptFailed>().Count());
    }

    [Fact]
    public async Task A_start_that_fails_first_opens_one_scope()
    {
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Start("split", 1, static (_, attempt) =>
            {
                attempt.GetEdge<int>(0).Emit(attempt.Attempt);
                return attempt.Attempt == 2 ? 7 : throw new InvalidOperationException("again");
            }, [Scoped.Gather<int>(1)]),
            Scoped.Aggregate<int>("combine", static (items, start, _) => $"{start}: {string.Join(' ', items)}")));
        var run = await stage.StartAsync();
        Assert.Equal("7: 2", await run.ResultSoon());
        Assert.Single((await run.EventsSoon()).OfType<RunEvent.ScopeClosed>());
    }

    [Fact]
    public async Task An_aggregate_that_fails_folds_again()
    {
        var inputs = new List<IReadOnlyList<int>>();
        await using var stage = Stage.Of(Three(
            static (job, attempt) =>
            {
                attempt.GetEdge<int>(0).Emit(job.Tag);
                return Task.CompletedTask;
            },
            (items, start, attempt) =>
            {
                inputs.Add(items);
                Assert.Equal(3, start);
                return attempt.Attempt == 3 ? Joined(items, start, attempt) : throw new InvalidOperationException("again");
            }));
        Assert.Equal("0 1 2", await (await stage.StartAsync()).ResultSoon());
        Assert.Equal(3, inputs.Count);
        Assert.All(inputs, static items => Assert.Equal([0, 1, 2], items));
        Assert.NotSame(inputs[0], inputs[1]);
    }

    [Fact]
    public async Task A_member_that_fails_for_good_fails_the_run_and_its_aggregate_is_never_invoked()
    {
        var gates = new Gates();
        await using var stage = Stage.Of(Three(
            async (job, attempt) =>
            {
                if (job.Tag != 1)
                    await gates.WaitAsync(job.Tag, attempt.CancellationToken);
                throw new NonRetryableException("for good");
            },
            Joined));
        var run = await stage.StartAsync();
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.ResultSoon());
        Assert.Equal(("member", "for good"), (failed.Failure.Node, failed.Failure.Message));
        Assert.Empty((await run.EventsSoon()).OfType<RunEvent.ScopeClosed>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task After_the_result_a_failed_member_is_left_out(int last)
    {
        var gates = new Gates();
        var gathered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            new NodeDefinition<Robot, Job, string>("entry", Write.JobInput, static (_, job, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(job);
                return NodeReturn<string>.Result("early");
            })
            { Edges = [Scoped.To(1)], GivesResult = true },
            Scoped.Split(3, 3, Scoped.To(2)),
            Scoped.Member("member", async (job, attempt) =>
            {
                await gates.WaitAsync(job.Tag, attempt.CancellationToken);
                attempt.GetEdge<int>(0).Emit(job.Tag);
                if (job.Tag == 0)
                    throw new NonRetryableException("for good");
            }, [Scoped.Gather<int>(3)]),
            Scoped.Aggregate<int>("combine", (items, start, attempt) =>
            {
                gathered.SetResult(Joined(items, start, attempt));
                return null;
            })));
        var run = await stage.StartAsync();
        Assert.Equal("early", await run.ResultSoon());
        foreach (var tag in Enumerable.Range(0, 3).Where(tag => tag != last))
            gates.Open(tag);
        await run.SawAsync<RunEvent.OfInvocation>(2, static one => one is RunEvent.InvocationFailed or RunEvent.InvocationCompleted { Node: "member" });
        gates.Open(last);
        Assert.Equal("1 2", await gathered.Task.Soon());
        await run.EndSoon();
        Assert.Equal(2, Assert.Single((await run.EventsSoon()).OfType<RunEvent.ScopeClosed>()).Items);
    }

    [Fact]
    public async Task Canceling_the_run_cancels_scopes_and_all()
    {
        var gates = new Gates();
        await using var stage = Stage.Of(Three((job, attempt) => gates.WaitAsync(job.Tag, attempt.CancellationToken), Joined));
        var run = await stage.StartAsync();
        await gates.ReachedAsync(2);
        Assert.True(await run.CancelAsync("enough", CancellationToken.None));
        await Assert.ThrowsAsync<AgentCanceledException>(() => run.ResultSoon());
        var events = await run.EventsSoon();
        Assert.Equal([2, 3, 4], events.OfType<RunEvent.InvocationCanceled>().Select(static one => one.Invocation.Ordinal));
        Assert.Empty(events.OfType<RunEvent.ScopeClosed>());
        Assert.IsType<RunEvent.RunCanceled>(events[^1]);
    }

    [Fact]
    public async Task A_run_whose_aggregate_gives_no_result_fails_when_it_has_drained()
    {
        await using var stage = Stage.Of(Three(static (_, _) => Task.CompletedTask, static (_, _, _) => null));
        var failed = await Assert.ThrowsAsync<AgentFailedException>(async () => await (await stage.StartAsync()).ResultSoon());
        Assert.Equal(FailureCodes.NoResult, failed.Failure.Code);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public async Task The_aggregate_counts_among_the_invocations_of_the_run(int limit, bool fits)
    {
        await using var stage = Stage.Of(
            Three(static (_, _) => Task.CompletedTask, static (_, _, _) => "done"), null, options => options.Limits.InvocationsPerRun = limit);
        var run = await stage.StartAsync();
        if (fits)
        {
            Assert.Equal("done", await run.ResultSoon());
            return;
        }

        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.ResultSoon());
        Assert.Equal((FailureCodes.Limit, "split"), (failed.Failure.Code, failed.Failure.Node));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(5, false)]
    public async Task Items_count_among_the_emits_but_not_among_the_invocations(int limit, bool fits)
    {
        await using var stage = Stage.Of(
            Write.Agent<string>(
                0,
                Scoped.Start("split", 1, static (_, attempt) =>
                {
                    for (var item = 0; item < 6; item++)
                        attempt.GetEdge<int>(0).Emit(item);
                }, [Scoped.Gather<int>(1)]),
                Scoped.Aggregate<int>("combine", Joined)),
            null,
            options =>
            {
                options.Limits.EmitsPerInvocation = limit;
                options.Limits.InvocationsPerRun = 2;
            });
        var run = await stage.StartAsync();
        if (fits)
        {
            Assert.Equal("0 1 2 3 4 5", await run.ResultSoon());
            return;
        }

        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.ResultSoon());
        Assert.Equal((FailureCodes.Limit, "split"), (failed.Failure.Code, failed.Failure.Node));
    }

    [Fact]
    public async Task An_emit_to_the_aggregate_of_another_scope_throws()
    {
        // The entry belongs to no scope, and emits to an aggregate all the same.
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Member("entry", static (job, attempt) =>
            {
                attempt.GetEdge<int>(1).Emit(1);
                attempt.GetEdge<Job>(0).Emit(job);
                return Task.CompletedTask;
            }, [Scoped.To(1), Scoped.Gather<int>(2)]),
            Scoped.Split(2, 0),
            Scoped.Aggregate<int>("combine", Joined)));
        var failed = await Assert.ThrowsAsync<AgentFailedException>(async () => await (await stage.StartAsync()).ResultSoon());
        Assert.Equal((typeof(InvalidOperationException).FullName, "entry"), (failed.Failure.TypeName, failed.Failure.Node));
        Assert.Contains("'combine', which does not gather the scope", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_members_at_once_are_gathered_each_once()
    {
        const int Count = 5_000;
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, Count, Scoped.To(1)),
            Scoped.Member("member", static async (job, attempt) =>
            {
                if (job.Tag % 3 == 0)
                    await Task.Yield();
                attempt.GetEdge<int>(0).Emit(job.Tag);
            }, [Scoped.Gather<int>(2)]),
            Scoped.Aggregate<int>("combine", static (items, _, _) => items.SequenceEqual(Enumerable.Range(0, Count)) ? "all" : "not all")));
        Assert.Equal("all", await (await stage.StartAsync()).ResultSoon());
    }
}

using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Scopes within scopes, and one after the other.</summary>
public sealed class NestingTests
{
    private static readonly string[] Letters = ["a", "b", "c", "d"];

    /// <summary>outer split (0) → inner split (1) → member (2) → inner combine (3) → outer combine (4).</summary>
    private static AgentDefinition<Robot, Job, string> Nested(Func<int, Task> wait) => Write.Agent<string>(
        0,
        Scoped.Split(4, 3, Scoped.To(1)),
        Scoped.Start("inner", 3, static (job, attempt) =>
        {
            attempt.GetEdge<string>(1).Emit("(");
            for (var tag = 0; tag < job.Tag; tag++)
                attempt.GetEdge<Job>(0).Emit(new Job(job.Tag, tag));
            attempt.GetEdge<string>(1).Emit(")");
            return job.Tag;
        }, [Scoped.To(2), Scoped.Gather<string>(3)]),
        Scoped.Member("member", async (job, attempt) =>
        {
            await wait((job.Fuel * 10) + job.Tag);
            attempt.GetEdge<string>(0).Emit(Letters[job.Tag]);
        }, [Scoped.Gather<string>(3)]),
        Scoped.Aggregate<string>("gather", static (items, start, attempt) =>
        {
            attempt.GetEdge<string>(0).Emit($"{start}{string.Concat(items)}");
            return null;
        }, Scoped.Gather<string>(4)),
        Scoped.Aggregate<string>("combine", static (items, start, _) => $"{start}: {string.Join(' ', items)}"));

    [Fact]
    public async Task A_scope_within_stands_for_what_its_aggregate_emits()
    {
        await using var stage = Stage.Of(Nested(static _ => Task.CompletedTask));
        var run = await stage.StartAsync();
        Assert.Equal("3: 0() 1(a) 2(ab)", await run.ResultSoon());
        var closed = (await run.EventsSoon()).OfType<RunEvent.ScopeClosed>().ToList();
        Assert.Equal(4, closed.Count);
        Assert.Equal("combine", closed[^1].AggregateNode);
        Assert.Equal(9, closed[..^1].Sum(static one => one.Items));
    }

    [Theory]
    [InlineData(10, 20, 21)]
    [InlineData(21, 20, 10)]
    [InlineData(20, 10, 21)]
    public async Task Whatever_scope_is_done_first(params int[] order)
    {
        var gates = new Gates();
        await using var stage = Stage.Of(Nested(tag => gates.WaitAsync(tag)));
        var run = await stage.StartAsync();
        for (var count = 1; count <= order.Length; count++)
        {
            gates.Open(order[count - 1]);
            await run.SawAsync<RunEvent.InvocationCompleted>(count, static one => one.Node == "member");
        }

        Assert.Equal("3: 0() 1(a) 2(ab)", await run.ResultSoon());
    }

    [Fact]
    public async Task Scopes_follow_each_other_and_an_aggregate_may_open_the_next()
    {
        // split (0) → member (1) → combine (2), a start itself → member (3) → final (4).
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, 3, Scoped.To(1)),
            Scoped.Member("first", static (job, attempt) =>
            {
                attempt.GetEdge<int>(0).Emit(job.Tag + 1);
                return Task.CompletedTask;
            }, [Scoped.Gather<int>(2)]),
            Scoped.Aggregate<ListAggregator<int>, int, List<int>, IReadOnlyList<int>>("turn", static (items, start, attempt) =>
            {
                foreach (var item in items)
                    attempt.GetEdge<Job>(0).Emit(new Job(0, item * 10));
                return $"{start} from {items.Count}";
            }, [Scoped.To(3)], aggregate: 4),
            Scoped.Member("second", async static (job, attempt) =>
            {
                await Task.Yield();
                attempt.GetEdge<string>(0).Emit($"{job.Tag}");
            }, [Scoped.Gather<string>(4)]),
            Scoped.Aggregate<string>("final", static (items, start, _) => $"{start}: {string.Join(' ', items)}")));

        Assert.Equal("3 from 3: 10 20 30", await (await stage.StartAsync()).ResultSoon());
    }

    [Fact]
    public async Task An_aggregate_may_loop_back_to_the_start_of_its_scope()
    {
        // Each round doubles what was gathered, until there is enough.
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Start("split", 2, static (job, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(job);
                attempt.GetEdge<Job>(0).Emit(job);
                return job.Fuel;
            }, [Scoped.To(1)]),
            Scoped.Member("member", static (job, attempt) =>
            {
                attempt.GetEdge<int>(0).Emit(job.Tag);
                return Task.CompletedTask;
            }, [Scoped.Gather<int>(2)]),
            Scoped.Aggregate<int>("combine", static (items, fuel, attempt) =>
            {
                if (fuel is 0)
                    return $"{items.Sum()}";
                attempt.GetEdge<Job>(0).Emit(new Job((int)fuel! - 1, items.Sum()));
                return null;
            }, Scoped.To(0))));
        Assert.Equal("32", await (await stage.StartAsync(new Job(4, 1))).ResultSoon());
    }

    [Fact]
    public async Task A_result_inside_of_a_scope_is_the_runs_and_the_scope_goes_on()
    {
        var gates = new Gates();
        var gathered = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, 2, Scoped.To(1)),
            new NodeDefinition<Robot, Job, string>("member", Write.JobInput, (_, job, attempt) => NodeReturn<string>.OptionalResultOf(WorkAsync(job, attempt)))
            {
                Edges = [Scoped.Gather<int>(2)],
                GivesResult = true,
            },
            Scoped.Aggregate<int>("combine", (items, _, _) =>
            {
                gathered.SetResult(items.Count);
                return "too late";
            })));
        var run = await stage.StartAsync();
        gates.Open(1);
        Assert.Equal("from 1", await run.ResultSoon());
        Assert.False(gathered.Task.IsCompleted);
        gates.Open(0);
        Assert.Equal(2, await gathered.Task.Soon());
        await run.EndSoon();
        Assert.Equal("from 1", await run.ResultSoon());

        async Task<string?> WorkAsync(Job job, NodeAttempt attempt)
        {
            await gates.WaitAsync(job.Tag);
            attempt.GetEdge<int>(0).Emit(job.Tag);
            return $"from {job.Tag}";
        }
    }

    [Fact]
    public async Task An_aggregate_streams_under_its_own_invocation()
    {
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, 3, Scoped.To(1)),
            Scoped.Member("member", static async (job, attempt) =>
            {
                await attempt.GetWriter<int>().WriteAsync(job.Tag);
                attempt.GetEdge<int>(0).Emit(job.Tag);
            }, [Scoped.Gather<int>(2)]),
            Scoped.Aggregate<int>("combine", static (items, _, attempt) =>
            {
                foreach (var item in items)
                    attempt.GetWriter<int>().WriteAsync(item * 100).AsTask().GetAwaiter().GetResult();
                return "done";
            })));
        var run = await stage.StartAsync();
        var live = run.GetStream<int>(2).StreamAsync().ToListAsync();
        Assert.Equal([0, 100, 200], await live.Soon());
        var all = await run.GetStream<int>(2).StreamAllAsync().ToListAsync().Soon();
        Assert.All(all, static chunk => Assert.Equal((5, 1), (chunk.Invocation.Ordinal, chunk.Attempt)));
        Assert.Equal(Enumerable.Range(0, 3), all.Select(static chunk => chunk.Index));
    }
}

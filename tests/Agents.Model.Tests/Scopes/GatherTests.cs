using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>What is gathered, and in which order.</summary>
public sealed class GatherTests
{
    private static string Joined(IReadOnlyList<string> items, object? start, NodeAttempt attempt) => $"{start}: {string.Join(' ', items)}";

    /// <summary>Split into four; each member waits for its gate, then emits its tag, and again with a mark.</summary>
    private static AgentDefinition<Robot, Job, string> FourGated(Gates gates) => Write.Agent<string>(
        0,
        Scoped.Split(2, 4, Scoped.To(1)),
        Scoped.Member("member", async (job, attempt) =>
        {
            await gates.WaitAsync(job.Tag, attempt.CancellationToken);
            attempt.GetEdge<string>(0).Emit($"{job.Tag}");
            attempt.GetEdge<string>(0).Emit($"{job.Tag}'");
        }, [Scoped.Gather<string>(2)]),
        Scoped.Aggregate<string>("combine", Joined));

    public static TheoryData<int[]> Permutations() => [.. Permute([0, 1, 2, 3])];

    private static IEnumerable<int[]> Permute(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(item => Permute([.. items.Where(other => other != item)]).Select(rest => (int[])[item, .. rest]));

    [Theory]
    [MemberData(nameof(Permutations))]
    public async Task Items_come_in_the_order_of_the_emits_whatever_the_order_of_arrival(int[] order)
    {
        var gates = new Gates();
        await using var stage = Stage.Of(FourGated(gates));
        var run = await stage.StartAsync();
        for (var count = 1; count <= order.Length; count++)
        {
            gates.Open(order[count - 1]);
            await run.SawAsync<RunEvent.InvocationCompleted>(count, static one => one.Node == "member");
        }

        Assert.Equal("4: 0 0' 1 1' 2 2' 3 3'", await run.ResultSoon());
    }

    [Fact]
    public async Task Events_tell_of_the_scope()
    {
        var gates = new Gates();
        Enumerable.Range(0, 4).ToList().ForEach(gates.Open);
        await using var stage = Stage.Of(FourGated(gates));
        var run = await stage.StartAsync();
        var events = await run.EventsSoon();

        var closed = Assert.Single(events.OfType<RunEvent.ScopeClosed>());
        Assert.Equal((1, "split", 6, "combine", 8, false), (closed.Invocation.Ordinal, closed.Node, closed.Aggregate.Ordinal, closed.AggregateNode, closed.Items, closed.IsFinishedEarly));
        Assert.All(events.OfType<RunEvent.InvocationCompleted>().Where(static one => one.Node == "member"), static one => Assert.Equal((2, 0), (one.Gathered, one.Emitted.Count)));
        Assert.Equal(6, (await run.GetInfoAsync(CancellationToken.None)).Invocations);
        Assert.Equal("combine", ((RunEvent.InvocationCompleted)events[^3]).Node);
    }

    [Fact]
    public async Task A_start_may_emit_items_itself_between_its_invocations()
    {
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Start("split", 2, static (_, attempt) =>
            {
                attempt.GetEdge<string>(1).Emit("first");
                attempt.GetEdge<Job>(0).Emit(new Job(0, 7));
                attempt.GetEdge<string>(1).Emit("last");
            }, [Scoped.To(1), Scoped.Gather<string>(2)]),
            Scoped.Member("member", async static (job, attempt) =>
            {
                await Task.Yield();
                attempt.GetEdge<string>(0).Emit($"{job.Tag}");
            }, [Scoped.Gather<string>(2)]),
            Scoped.Aggregate<string>("combine", Joined)));

        Assert.Equal(": first 7 last", await (await stage.StartAsync()).ResultSoon());
    }

    [Fact]
    public async Task A_scope_without_emits_gives_the_empty_fold()
    {
        await using var stage = Stage.Of(Write.Agent<string>(0, Scoped.Split(1, 0), Scoped.Aggregate<string>("combine", Joined)));
        var run = await stage.StartAsync();
        Assert.Equal("0: ", await run.ResultSoon());
        Assert.Equal(0, Assert.Single((await run.EventsSoon()).OfType<RunEvent.ScopeClosed>()).Items);
    }

    [Fact]
    public async Task A_scope_whose_members_emit_nothing_gives_the_empty_fold()
    {
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, 3, Scoped.To(1)),
            Scoped.Member("member", static (_, _) => Task.CompletedTask, []),
            Scoped.Aggregate<string>("combine", Joined)));
        Assert.Equal("3: ", await (await stage.StartAsync()).ResultSoon());
    }

    [Fact]
    public async Task Null_from_a_start_fails_unless_it_is_allowed()
    {
        await using var strict = Stage.Of(Write.Agent<string>(
            0, Scoped.Start<string?>("split", 1, static (_, _) => null, []), Scoped.Aggregate<string>("combine", Joined)));
        var failure = await Assert.ThrowsAsync<AgentFailedException>(async () => await (await strict.StartAsync()).ResultSoon());
        Assert.Contains("what it gives to its aggregate is not nullable", failure.Failure.Message, StringComparison.Ordinal);

        await using var lax = Stage.Of(Write.Agent<string>(
            0, Scoped.Start<string?>("split", 1, static (_, _) => null, [], allowsNull: true), Scoped.Aggregate<string>("combine", Joined)));
        Assert.Equal(": ", await (await lax.StartAsync()).ResultSoon());
    }

    [Fact]
    public async Task A_start_may_give_its_value_later()
    {
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            new NodeDefinition<Robot, Job, string>("split", Write.JobInput, static (_, _, _) => NodeReturn<string>.StartOf(LaterAsync(), false)) { Aggregate = 1 },
            Scoped.Aggregate<string>("combine", Joined)));
        Assert.Equal("5: ", await (await stage.StartAsync()).ResultSoon());

        static async Task<int> LaterAsync()
        {
            await Task.Yield();
            return 5;
        }
    }

    [Fact]
    public async Task Loops_inside_a_scope_are_gathered_depth_first()
    {
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, 2, Scoped.To(1)),
            Scoped.Member("loop", async static (job, attempt) =>
            {
                if (job.Tag % 2 == 0)
                    await Task.Yield();
                attempt.GetEdge<string>(1).Emit($"<{job.Tag}.{job.Fuel}");
                if (job.Fuel > 0)
                {
                    attempt.GetEdge<Job>(0).Emit(job with { Fuel = job.Fuel - 1 });
                    attempt.GetEdge<Job>(0).Emit(new Job(job.Fuel - 1, job.Tag + 10));
                }

                attempt.GetEdge<string>(1).Emit($"{job.Tag}.{job.Fuel}>");
            }, [Scoped.To(1), Scoped.Gather<string>(2)]),
            Scoped.Aggregate<string>("combine", Joined)));

        Assert.Equal(
            "2: <0.1 <0.0 0.0> <10.0 10.0> 0.1> <1.1 <1.0 1.0> <11.0 11.0> 1.1>",
            await (await stage.StartAsync(new Job(1, 0))).ResultSoon());
    }

    [Fact]
    public async Task A_long_chain_inside_a_scope_takes_no_stack()
    {
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, 1, Scoped.To(1)),
            Scoped.Member("loop", static (job, attempt) =>
            {
                if (job.Fuel > 0)
                    attempt.GetEdge<Job>(0).Emit(job with { Fuel = job.Fuel - 1 });
                attempt.GetEdge<int>(1).Emit(job.Fuel);
                return Task.CompletedTask;
            }, [Scoped.To(1), Scoped.Gather<int>(2)]),
            Scoped.Aggregate<int>("combine", static (items, _, _) => items.SequenceEqual(Enumerable.Range(0, 30_001)) ? "in order" : "disorder")));

        Assert.Equal("in order", await (await stage.StartAsync(new Job(30_000, 0))).ResultSoon());
    }

    [Fact]
    public async Task Each_invocation_of_a_start_opens_a_scope_of_its_own()
    {
        // entry → two splits → one combine each → list of the results of both.
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Member("entry", static (_, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(new Job(0, 1));
                attempt.GetEdge<Job>(0).Emit(new Job(0, 2));
                return Task.CompletedTask;
            }, [Scoped.To(1)]),
            Scoped.Start("split", 3, static (job, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(new Job(0, job.Tag * 10));
                attempt.GetEdge<Job>(0).Emit(new Job(0, (job.Tag * 10) + 1));
                return job.Tag;
            }, [Scoped.To(2)]),
            Scoped.Member("member", async static (job, attempt) =>
            {
                await Task.Yield();
                attempt.GetEdge<string>(0).Emit($"{job.Tag}");
            }, [Scoped.Gather<string>(3)]),
            Scoped.Aggregate<string>("combine", (items, start, attempt) =>
            {
                seen.Add(Joined(items, start, attempt));
                return "done";
            })));

        await (await stage.StartAsync()).EndSoon();
        Assert.Equal(["1: 10 11", "2: 20 21"], seen.Order());
    }
}

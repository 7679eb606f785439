using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Folds that are finished before their scope is.</summary>
public sealed class EarlyFinishTests
{
    /// <summary>Members wait for their gates and emit their tags; a fold of them; the end of each member is noted.</summary>
    private static AgentDefinition<Robot, Job, string> Race<TAggregator, TState, TFold>(
        Gates gates, int count, Func<TFold, string> show, EarlyFinish policy = EarlyFinish.Cancel)
        where TAggregator : IAggregator<int, TState, TFold> => Write.Agent<string>(
        0,
        Scoped.Split(2, count, Scoped.To(1)),
        Scoped.Member("member", async (job, attempt) =>
        {
            await gates.WaitAsync(job.Tag, attempt.CancellationToken);
            attempt.GetEdge<int>(0).Emit(job.Tag);
        }, [Scoped.Gather<TAggregator, int, TState, TFold>(2)]),
        Scoped.Aggregate<TAggregator, int, TState, TFold>("combine", (fold, _, _) => show(fold), [], true, policy));

    [Fact]
    public async Task The_first_to_arrive_wins_a_race_and_the_others_are_canceled()
    {
        var gates = new Gates();
        await using var stage = Stage.Of(Race<RaceAggregator<int>, Picked<int>, int>(gates, 5, static fold => $"{fold}"));
        var run = await stage.StartAsync();
        for (var tag = 0; tag < 5; tag++)
            await gates.ReachedAsync(tag);
        gates.Open(3);

        Assert.Equal("3", await run.ResultSoon());
        var events = await run.EventsSoon();
        var closed = Assert.Single(events.OfType<RunEvent.ScopeClosed>());
        Assert.Equal((true, 1), (closed.IsFinishedEarly, closed.Items));
        var canceled = events.OfType<RunEvent.InvocationCanceled>().ToList();
        Assert.Equal([2, 3, 4, 6], canceled.Select(static one => one.Invocation.Ordinal));
        Assert.All(canceled, static one => Assert.Equal("The scope that invocation 1 opened was finished early.", one.Reason));
        Assert.IsType<RunEvent.RunCompleted>(events[^1]);
    }

    [Fact]
    public async Task The_streams_of_a_canceled_member_end_canceled()
    {
        var gates = new Gates();
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, 2, Scoped.To(1)),
            Scoped.Member("member", async (job, attempt) =>
            {
                await attempt.GetWriter<int>().WriteAsync(job.Tag);
                await gates.WaitAsync(job.Tag, attempt.CancellationToken);
                attempt.GetEdge<int>(0).Emit(job.Tag);
            }, [Scoped.Gather<RaceAggregator<int>, int, Picked<int>, int>(2)]),
            Scoped.Aggregate<RaceAggregator<int>, int, Picked<int>, int>("combine", static (fold, _, _) => $"{fold}", [], true)));
        var run = await stage.StartAsync();
        await gates.ReachedAsync(1);
        var members = run.GetStream<int>(1);
        var other = members.StreamAsync(new InvocationId(run.Id, 3)).ToListAsync();
        gates.Open(0);
        Assert.Equal("0", await run.ResultSoon());

        var canceled = await Assert.ThrowsAsync<AgentCanceledException>(() => other.Soon());
        Assert.Contains("finished early", canceled.Message, StringComparison.Ordinal);
        Assert.Equal([0], await members.StreamAsync(new InvocationId(run.Id, 2)).ToListAsync().Soon());
        await run.EndSoon();
    }

    [Fact]
    public async Task What_a_canceled_member_would_have_emitted_is_refused()
    {
        var gates = new Gates();
        var refused = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, 2, Scoped.To(1)),
            Scoped.Member("member", async (job, attempt) =>
            {
                await gates.WaitAsync(job.Tag);
                var exception = Record.Exception(() => attempt.GetEdge<int>(0).Emit(job.Tag));
                if (job.Tag == 1)
                    refused.SetResult(exception);
            }, [Scoped.Gather<RaceAggregator<int>, int, Picked<int>, int>(2)]),
            Scoped.Aggregate<RaceAggregator<int>, int, Picked<int>, int>("combine", static (fold, _, _) => $"{fold}", [], true)));
        var run = await stage.StartAsync();
        await gates.ReachedAsync(1);
        gates.Open(0);
        await run.EndSoon();
        gates.Open(1);
        Assert.IsAssignableFrom<OperationCanceledException>(await refused.Task.Soon());
    }

    [Fact]
    public async Task Where_the_rest_drains_the_members_go_on_and_their_items_are_dropped()
    {
        var gates = new Gates();
        await using var stage = Stage.Of(Race<RaceAggregator<int>, Picked<int>, int>(gates, 3, static fold => $"{fold}", EarlyFinish.Drain));
        var run = await stage.StartAsync();
        gates.Open(1);

        Assert.Equal("1", await run.ResultSoon());
        Assert.Equal(RunStatus.Running, (await run.GetInfoAsync(CancellationToken.None)).Status);
        gates.Open(0);
        gates.Open(2);
        await run.EndSoon();
        var events = await run.EventsSoon();
        Assert.Empty(events.OfType<RunEvent.InvocationCanceled>());
        Assert.Equal(1, Assert.Single(events.OfType<RunEvent.ScopeClosed>()).Items);
    }

    [Fact]
    public async Task An_ordered_fold_waits_for_those_before_and_not_for_those_behind()
    {
        var gates = new Gates();
        await using var stage = Stage.Of(Race<FirstThree, List<int>, IReadOnlyList<int>>(gates, 6, static fold => string.Join(' ', fold)));
        var run = await stage.StartAsync();
        foreach (var tag in (int[])[5, 4, 2, 1])
        {
            await gates.ReachedAsync(tag);
            gates.Open(tag);
        }

        await run.SawAsync<RunEvent.InvocationCompleted>(4, static one => one.Node == "member");
        Assert.Equal(RunStatus.Running, (await run.GetInfoAsync(CancellationToken.None)).Status);
        gates.Open(0);
        Assert.Equal("0 1 2", await run.ResultSoon());
        var events = await run.EventsSoon();
        Assert.Equal(5, Assert.Single(events.OfType<RunEvent.InvocationCanceled>()).Invocation.Ordinal);
        Assert.Equal(3, Assert.Single(events.OfType<RunEvent.ScopeClosed>()).Items);
    }

    /// <summary>Nothing can change it from the start.</summary>
    private abstract class Never : IAggregator<int, int, int>
    {
        public static int Create() => 42;

        public static void Add(ref int state, int item) => throw new InvalidOperationException("It was finished.");

        public static bool IsFinished(in int state) => true;

        public static int Finish(ref int state) => state;
    }

    [Fact]
    public async Task A_fold_that_is_finished_from_the_start_needs_no_member()
    {
        await using var stage = Stage.Of(Race<Never, int, int>(new Gates(), 3, static fold => $"{fold}"));
        var run = await stage.StartAsync();
        Assert.Equal("42", await run.ResultSoon());
        Assert.Equal(3, (await run.EventsSoon()).OfType<RunEvent.InvocationCanceled>().Count());
    }

    /// <summary>Fails at the second item.</summary>
    private abstract class Fragile : IAggregator<int, int, int>
    {
        public static bool IsOrdered => false;

        public static int Create() => 0;

        public static void Add(ref int state, int item)
        {
            if (++state == 2)
                throw new InvalidOperationException($"cannot take {item}");
        }

        public static bool IsFinished(in int state) => state > 10;

        public static int Finish(ref int state) => state;
    }

    [Fact]
    public async Task An_aggregator_that_throws_fails_the_aggregate_at_once()
    {
        var gates = new Gates();
        await using var stage = Stage.Of(Race<Fragile, int, int>(gates, 4, static fold => $"{fold}"));
        var run = await stage.StartAsync();
        gates.Open(2);
        await gates.ReachedAsync(1);
        await run.SawAsync<RunEvent.InvocationCompleted>(1, static one => one.Node == "member");
        gates.Open(1);
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.ResultSoon());
        Assert.Equal(("combine", "cannot take 1", 3), (failed.Failure.Node, failed.Failure.Message, failed.Failure.Attempts));
        Assert.Equal(2, Assert.Single((await run.EventsSoon()).OfType<RunEvent.ScopeClosed>()).Items);
    }

    [Fact]
    public async Task A_member_that_waits_for_its_next_attempt_is_canceled_and_never_begins_it()
    {
        var time = new VirtualTime();
        var gates = new Gates();
        var attempts = 0;
        await using var stage = Stage.Of(
            Write.Agent<string>(
                0,
                Scoped.Split(2, 2, Scoped.To(1)),
                Scoped.Member("member", async (job, attempt) =>
                {
                    if (job.Tag == 1)
                    {
                        Interlocked.Increment(ref attempts);
                        throw new InvalidOperationException("again");
                    }

                    await gates.WaitAsync(0, attempt.CancellationToken);
                    attempt.GetEdge<int>(0).Emit(job.Tag);
                }, [Scoped.Gather<RaceAggregator<int>, int, Picked<int>, int>(2)]),
                Scoped.Aggregate<RaceAggregator<int>, int, Picked<int>, int>("combine", static (fold, _, _) => $"{fold}", [], true)),
            time,
            static options => options.Retry.BaseDelay = TimeSpan.FromHours(1));
        var run = await stage.StartAsync();
        await run.SawAsync<RunEvent.AttemptFailed>(1);
        gates.Open(0);
        await run.EndSoon();
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, attempts);
        Assert.Equal(3, Assert.Single((await run.EventsSoon()).OfType<RunEvent.InvocationCanceled>()).Invocation.Ordinal);
    }

    [Theory]
    [InlineData(EarlyFinish.Cancel)]
    [InlineData(EarlyFinish.Drain)]
    public async Task A_finish_cancels_the_scopes_within_or_lets_them_go_on(EarlyFinish policy)
    {
        // outer: tag 0 emits an item, tag 1 opens an inner scope whose member waits.
        var gates = new Gates();
        var innerRan = 0;
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Start("outer", 5, static (_, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(new Job(0, 0));
                attempt.GetEdge<Job>(1).Emit(new Job(0, 1));
            }, [Scoped.To(1), Scoped.To(2)]),
            Scoped.Member("quick", async (job, attempt) =>
            {
                await gates.WaitAsync(0);
                attempt.GetEdge<int>(0).Emit(job.Tag);
            }, [Scoped.Gather<RaceAggregator<int>, int, Picked<int>, int>(5)]),
            Scoped.Start("inner", 4, static (job, attempt) => attempt.GetEdge<Job>(0).Emit(job), [Scoped.To(3)]),
            Scoped.Member("slow", async (job, attempt) =>
            {
                await gates.WaitAsync(1, attempt.CancellationToken);
                attempt.GetEdge<int>(0).Emit(job.Tag);
            }, [Scoped.Gather<int>(4)]),
            Scoped.Aggregate<ListAggregator<int>, int, List<int>, IReadOnlyList<int>>("gather", (fold, _, attempt) =>
            {
                Interlocked.Add(ref innerRan, fold.Count);
                attempt.GetEdge<int>(0).Emit(fold[0]);
                return null;
            }, [Scoped.Gather<RaceAggregator<int>, int, Picked<int>, int>(5)]),
            Scoped.Aggregate<RaceAggregator<int>, int, Picked<int>, int>("combine", static (fold, _, _) => $"{fold}", [], true, policy)));
        var run = await stage.StartAsync();
        await gates.ReachedAsync(1);
        gates.Open(0);
        Assert.Equal("0", await run.ResultSoon());
        gates.Open(1);
        await run.EndSoon();

        var events = await run.EventsSoon();
        var isCanceled = policy is EarlyFinish.Cancel;
        Assert.Equal(isCanceled ? ["slow"] : [], events.OfType<RunEvent.InvocationCanceled>().Select(static one => one.Node));
        Assert.Equal(isCanceled ? ["outer"] : ["outer", "inner"], events.OfType<RunEvent.ScopeClosed>().Select(static one => one.Node));
        Assert.Equal(isCanceled ? 0 : 1, innerRan);
    }

    [Fact]
    public async Task Members_that_wait_for_a_slot_are_canceled_too()
    {
        await using var stage = Stage.Of(
            Write.Agent<string>(
                1,
                Scoped.Split(2, 50, Scoped.To(1)),
                Scoped.Member("member", static (job, attempt) =>
                {
                    attempt.GetEdge<int>(0).Emit(job.Tag);
                    return Task.CompletedTask;
                }, [Scoped.Gather<RaceAggregator<int>, int, Picked<int>, int>(2)]),
                Scoped.Aggregate<RaceAggregator<int>, int, Picked<int>, int>("combine", static (fold, _, _) => $"{fold}", [], true)));
        var run = await stage.StartAsync();
        await run.EndSoon();
        await stage.Host.Gate.WhenIdleAsync().Soon();

        var events = await run.EventsSoon();
        Assert.Equal(50, events.Count(static one => one is RunEvent.InvocationCanceled or RunEvent.InvocationCompleted { Node: "member" }));
        var first = events.OfType<RunEvent.InvocationCompleted>().First(static one => one.Node == "member").Invocation.Ordinal;
        Assert.Equal($"{first - 2}", await run.ResultSoon());
    }
}

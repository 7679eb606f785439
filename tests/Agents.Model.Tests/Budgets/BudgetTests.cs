using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>What a run may use: a warning at 80 %, the end beyond 100 %, nothing cut.</summary>
public sealed class BudgetTests
{
    private static readonly StreamDefinition Numbers = new StreamDefinition<int>();

    [Theory]
    [InlineData(5, false)]
    [InlineData(4, true)]
    public async Task Invocations(int budget, bool fails)
    {
        // A chain of five invocations.
        var agent = Loop(4, new() { Invocations = budget });
        await using var stage = Stage.Of(agent);
        var (events, failure) = await RunAsync(stage, new Job(4, 0));
        var warning = Assert.Single(events.OfType<RunEvent.BudgetWarning>());
        Assert.Equal((BudgetKind.Invocations, 4.0, budget), (warning.Kind, warning.Used, (int)warning.Limit));
        Assert.Null(warning.Node);
        AssertEnd(failure, fails, budget, events.OfType<RunEvent.AttemptStarted>().Count());
    }

    [Fact]
    public async Task Invocations_are_not_cut_but_the_run_fails_with_the_one_that_asks_for_more()
    {
        // The first emits three times, which would make four.
        await using var stage = Stage.Of(Agent(
            new() { Invocations = 3 },
            Node("many", (_, attempt) =>
            {
                for (var tag = 0; tag < 3; tag++)
                    attempt.GetEdge<Job>(0).Emit(new Job(0, tag));
                return null;
            }, [1]),
            Node("one", static (_, _) => 1, [])));
        var (events, failure) = await RunAsync(stage, default);
        Assert.Equal(FailureCodes.Budget, failure?.Code);
        Assert.Equal("many", failure!.Node);
        Assert.Equal(1, failure.Attempts);
        Assert.Single(events.OfType<RunEvent.AttemptStarted>());
        Assert.Empty(events.OfType<RunEvent.BudgetWarning>());
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(9, true)]
    public async Task Chunks(int budget, bool fails)
    {
        // The run has failed before the node is told.
        var thrown = new TaskCompletionSource<Exception?>();
        await using var stage = Stage.Of(Agent(new() { Chunks = budget }, Write.Node("writes", async (_, attempt) =>
        {
            for (var chunk = 0; chunk < 10; chunk++)
            {
                try
                {
                    await attempt.GetWriter<int>().WriteAsync(chunk);
                }
                catch (Exception exception)
                {
                    thrown.SetResult(exception);
                    throw;
                }
            }

            thrown.SetResult(null);
            return 1;
        })));
        var (events, failure) = await RunAsync(stage, default);
        Assert.Equal(8, Assert.Single(events.OfType<RunEvent.BudgetWarning>()).Used);
        Assert.Equal(Math.Min(budget, 10), events.OfType<RunEvent.Chunk>().Count());
        Assert.Equal(fails ? FailureCodes.Budget : null, failure?.Code);
        Assert.Equal(fails, await thrown.Task.WaitAsync(Stage.Patience) is BudgetExceededException);
    }

    [Fact]
    public async Task Chunks_beyond_the_budget_end_the_run_even_if_the_node_swallows_it()
    {
        var ended = new TaskCompletionSource();
        await using var stage = Stage.Of(Agent(new() { Chunks = 1 }, Write.Node("stubborn", async (_, attempt) =>
        {
            await attempt.GetWriter<int>().WriteAsync(1);
            await Assert.ThrowsAsync<BudgetExceededException>(async () => await attempt.GetWriter<int>().WriteAsync(2));
            await ended.Task;
            return 1;
        })));
        var run = await stage.StartAsync();
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync(default).WaitAsync(Stage.Patience));
        Assert.Equal(FailureCodes.Budget, failed.Failure.Code);
        ended.SetResult();
    }

    [Fact]
    public async Task Seconds()
    {
        var time = new VirtualTime();
        var began = new TaskCompletionSource();
        await using var stage = Stage.Of(Agent(new() { Seconds = 10 }, Write.Node("slow", async (_, attempt) =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, attempt.CancellationToken);
            return 1;
        })), time);
        var run = await stage.StartAsync();
        await began.Task.WaitAsync(Stage.Patience);
        time.Advance(TimeSpan.FromSeconds(7.9));
        Assert.Equal(RunStatus.Running, (await run.GetInfoAsync(default)).Status);
        time.Advance(TimeSpan.FromSeconds(0.2));
        time.Advance(TimeSpan.FromSeconds(1.8));
        Assert.Equal(RunStatus.Running, (await run.GetInfoAsync(default)).Status);
        time.Advance(TimeSpan.FromSeconds(0.2));
        var events = await run.ReadEventsAsync(null, false).ToListAsync();
        Assert.Equal(8, Assert.Single(events.OfType<RunEvent.BudgetWarning>()).Used);
        Assert.Equal(FailureCodes.Budget, Assert.IsType<RunEvent.RunFailed>(events[^1]).Failure.Code);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    public async Task More_seconds_than_there_are_is_no_budget(double seconds)
    {
        await using var stage = Stage.Of(Agent(new() { Seconds = seconds }, Write.Node("only", static (_, _) => Task.FromResult<int?>(1))));
        var (events, failure) = await RunAsync(stage, default);
        Assert.Null(failure);
        Assert.Empty(events.OfType<RunEvent.BudgetWarning>());
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(4, true)]
    public async Task Rounds_of_a_node_on_one_path(int budget, bool fails)
    {
        var agent = Loop(budget: new(), fuel: 4, rounds: budget);
        await using var stage = Stage.Of(agent);
        var (events, failure) = await RunAsync(stage, new Job(4, 0));
        Assert.Equal("loop", Assert.Single(events.OfType<RunEvent.BudgetWarning>()).Node);
        AssertEnd(failure, fails, budget, events.OfType<RunEvent.AttemptStarted>().Count());
    }

    [Fact]
    public async Task Rounds_on_other_paths_do_not_count()
    {
        // Two hundred invocations of "leaf", each the first on its path.
        var leaf = Node("leaf", static (_, _) => 1, [], rounds: 1);
        await using var stage = Stage.Of(Agent(new(), Node("many", static (_, attempt) =>
        {
            for (var tag = 0; tag < 200; tag++)
                attempt.GetEdge<Job>(0).Emit(new Job(0, tag));
            return null;
        }, [1]), leaf));
        var (events, failure) = await RunAsync(stage, default);
        Assert.Null(failure);
        Assert.Equal(201, events.OfType<RunEvent.AttemptStarted>().Count());
        Assert.Single(events.OfType<RunEvent.BudgetWarning>());
    }

    private static void AssertEnd(FailureInfo? failure, bool fails, int budget, int began)
    {
        Assert.Equal(fails ? FailureCodes.Budget : null, failure?.Code);
        Assert.Equal(budget, began);
        if (fails)
            Assert.Equal(typeof(BudgetExceededException).FullName, failure!.TypeName);
    }

    private static async Task<(List<RunEvent> Events, FailureInfo? Failure)> RunAsync(Stage<int> stage, Job job)
    {
        var run = await stage.StartAsync(job);
        var events = await run.ReadEventsAsync(null, false).ToListAsync();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static position => (long)position), events.Select(static logged => logged.Position));
        return (events, (events[^1] as RunEvent.RunFailed)?.Failure);
    }

    private static AgentDefinition<Robot, Job, int> Loop(int fuel, Budget budget, int rounds = 0) => Agent(budget, Node("loop", (job, attempt) =>
    {
        if (job.Fuel == 0)
            return 1;
        attempt.GetEdge<Job>(0).Emit(job with { Fuel = job.Fuel - 1 });
        return null;
    }, [0], rounds));

    private static NodeDefinition<Robot, Job, int> Node(string name, Func<Job, NodeAttempt, int?> work, int[] targets, int rounds = 0) =>
        new(name, Write.JobInput, (_, job, attempt) => NodeReturn.NullableResult(work(job, attempt)))
        {
            Edges = [.. targets.Select((target, index) => new EdgeDefinition($"edge{index}", target))],
            Stream = Numbers,
            GivesResult = true,
            Rounds = rounds,
        };

    private static AgentDefinition<Robot, Job, int> Agent(Budget budget, params NodeDefinition<Robot, int>[] nodes) => new("robot")
    {
        Nodes = nodes,
        CreateRun = static connection => throw new NotSupportedException($"Run {connection.Id} is used by its connection."),
        InvocationBudget = budget.Invocations,
        ChunkBudget = budget.Chunks,
        SecondsBudget = budget.Seconds,
    };

    private sealed record Budget
    {
        public int Invocations { get; init; }

        public int Chunks { get; init; }

        public double Seconds { get; init; }
    }
}

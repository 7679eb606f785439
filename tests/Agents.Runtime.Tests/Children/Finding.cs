namespace Agents.Runtime.Tests.Children;

/// <summary>A later attempt finds the children of earlier ones again.</summary>
public sealed class Finding
{
    private static readonly RunOptions Keyed = new() { Key = "k" };

    /// <summary>The children that each attempt of a parent was given; all attempts but the last fail.</summary>
    private static async Task<(ParentRun Run, List<List<RunId>> Given)> Attempts(TestHost host, params Func<FamilyCall, Task<ChildRun[]>>[] attempts)
    {
        var given = new List<List<RunId>>();
        host.Family.Raise = async call =>
        {
            given.Add([.. (await attempts[call.Attempt - 1](call)).Select(static run => run.Id)]);
            return call.Attempt == attempts.Length ? "done" : throw new InvalidOperationException("again");
        };
        var run = await host.ParentClient.StartAsync("p", new RunOptions { MaxAttempts = attempts.Length });
        await run.GetResultAsync().Soon();
        return (run, given);
    }

    private static Func<FamilyCall, Task<ChildRun[]>> Starting(params string[] inputs) => Starting(true, inputs);

    private static Func<FamilyCall, Task<ChildRun[]>> Starting(bool wait, params string[] inputs) => async call =>
    {
        var runs = new List<ChildRun>();
        foreach (var input in inputs)
        {
            var (text, options) = input.Split('@') is [var plain, var key] ? (plain, new RunOptions { Key = key }) : (input, null);
            var run = await call.Child.StartAsync(text, options);
            if (wait)
                await Record.ExceptionAsync(() => run.GetResultAsync());
            runs.Add(run);
        }

        return [.. runs];
    };

    private static async Task<List<(string? Key, int Generation)>> Started(AgentRun run) =>
        [.. (await run.EventsSoon()).OfType<RunEvent.ChildStarted>().Select(static started => (started.Key, started.Generation))];

    [Fact]
    public async Task A_list_may_leave_children_out()
    {
        await using var host = TestHost.Create();
        var (parent, given) = await Attempts(host, Starting("a"));
        var own = await host.ChildClient.StartAsync("a");
        await own.WaitForEndAsync().Soon();
        Assert.Equal(new[] { own.Id, given[0][0] }.Order(), await List(null));
        Assert.Equal(new[] { own.Id, given[0][0] }.Order(), await List(new RunQuery()));
        Assert.Equal([own.Id], await List(new RunQuery { RootsOnly = true }));
        Assert.Empty(await List(new RunQuery { RootsOnly = true, Status = RunStatus.Failed }));
        Assert.Equal(parent.Id, Assert.Single(await host.ParentClient.ListRunsAsync(new RunQuery { RootsOnly = true }).ToListSoon()).Id);

        async Task<List<RunId>> List(RunQuery? query) =>
            [.. (await host.ChildClient.ListRunsAsync(query).ToListSoon()).Select(static info => info.Id).Order()];
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a@k")]
    public async Task A_completed_child_is_found_again_and_does_not_run_again(string child)
    {
        await using var host = TestHost.Create();
        var grown = 0;
        host.Family.Grow = call => Task.FromResult<string?>($"{Interlocked.Increment(ref grown)}");
        var (run, given) = await Attempts(host, Starting(child), Starting(child), Starting(child));
        Assert.Equal(1, grown);
        Assert.Single(given.SelectMany(static ids => ids).Distinct());
        Assert.Single(await run.GetChildrenAsync());
    }

    [Fact]
    public async Task A_running_child_is_found_again()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Family.Grow = async call =>
        {
            await release.OrCanceledAsync(call.Token);
            return "grown";
        };
        var (_, given) = await Attempts(host, Starting(false, "a", "b@k"), call =>
        {
            release.Set();
            return Starting("a", "b@k")(call);
        });
        Assert.Equal(given[0], given[1]);
    }

    [Fact]
    public async Task Equal_inputs_are_told_apart_by_their_count()
    {
        await using var host = TestHost.Create();
        var (run, given) = await Attempts(host, Starting("a", "b", "a"), Starting("a", "a", "a", "b"));
        Assert.Equal(3, given[0].Distinct().Count());
        Assert.Equal([given[0][0], given[0][2]], given[1][..2]);
        Assert.DoesNotContain(given[1][2], given[0]);
        Assert.Equal(given[0][1], given[1][3]);
        Assert.Equal(4, (await run.GetChildrenAsync()).Count);
    }

    [Fact]
    public async Task The_order_of_different_inputs_does_not_matter()
    {
        await using var host = TestHost.Create();
        var (_, given) = await Attempts(host, Starting("a", "b", "c"), Starting("c", "a", "b"));
        Assert.Equal([given[0][2], given[0][0], given[0][1]], given[1]);
    }

    [Fact]
    public async Task What_the_second_attempt_adds_the_third_finds()
    {
        await using var host = TestHost.Create();
        var (_, given) = await Attempts(host, Starting("a"), Starting("x", "a", "y"), Starting("y", "x", "a"));
        Assert.Equal([given[1][2], given[1][0], given[0][0]], given[2]);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a@k")]
    public async Task A_failed_child_makes_way_for_the_next_generation(string child)
    {
        await using var host = TestHost.Create();
        var grown = 0;
        host.Family.Grow = _ => ++grown < 3 ? throw new NonRetryableException("no") : Task.FromResult<string?>("third");
        var (run, given) = await Attempts(host, Starting(child), Starting(child), Starting(child), Starting(child));
        Assert.Equal(3, given.SelectMany(static ids => ids).Distinct().Count());
        Assert.Equal(given[2], given[3]);
        Assert.Equal([1, 2, 3], (await Started(run)).Select(static started => started.Generation));
        Assert.Equal(
            [RunStatus.Failed, RunStatus.Failed, RunStatus.Completed], (await run.GetChildrenAsync()).Select(static info => info.Status));
    }

    [Fact]
    public async Task A_canceled_child_makes_way_for_the_next_generation()
    {
        await using var host = TestHost.Create();
        var growing = new Signal();
        host.Family.Grow = async call =>
        {
            if (growing.IsSet)
                return "grown";
            growing.Set();
            await new Signal().OrCanceledAsync(call.Token);
            return "never";
        };
        var (run, given) = await Attempts(
            host,
            async call =>
            {
                var child = await call.Child.StartAsync("a");
                await growing.WaitAsync();
                await child.CancelAsync();
                return [child];
            },
            Starting("a"));
        Assert.NotEqual(given[0], given[1]);
        Assert.Equal([1, 2], (await Started(run)).Select(static started => started.Generation));
    }

    [Fact]
    public async Task A_known_key_with_another_input_starts_the_next_generation()
    {
        await using var host = TestHost.Create();
        var (run, given) = await Attempts(host, Starting("a@k", "b@l"), Starting("x@k", "b@l"), Starting("x@k", "a@k"));
        Assert.Equal([("k", 1), ("l", 1), ("k", 2), ("k", 3)], await Started(run));
        Assert.Equal(given[0][1], given[1][1]);
        Assert.Equal(given[1][0], given[2][0]);
        Assert.DoesNotContain(given[2][1], given[0]);
    }

    [Fact]
    public async Task Within_an_attempt_a_known_key_gives_the_same_child_and_no_key_another()
    {
        await using var host = TestHost.Create();
        var (_, given) = await Attempts(host, Starting(false, "a@k", "a@k", "a", "a", "a@l"));
        Assert.Equal(given[0][0], given[0][1]);
        Assert.Equal(4, given[0].Distinct().Count());
    }

    [Fact]
    public async Task Within_an_attempt_a_failed_child_with_a_key_is_started_anew()
    {
        await using var host = TestHost.Create();
        var grown = 0;
        host.Family.Grow = _ => ++grown == 1 ? throw new NonRetryableException("no") : Task.FromResult<string?>("second");
        var (run, given) = await Attempts(host, Starting("a@k", "a@k", "a@k"));
        Assert.NotEqual(given[0][0], given[0][1]);
        Assert.Equal(given[0][1], given[0][2]);
        Assert.Equal([("k", 1), ("k", 2)], await Started(run));
    }

    [Fact]
    public async Task Parallel_equal_calls_are_each_found_again()
    {
        await using var host = TestHost.Create();
        async Task<ChildRun[]> All(FamilyCall call) => await Task.WhenAll(
            Enumerable.Range(0, 50).Select(index => Task.Run(async () => await call.Child.StartAsync(index % 2 == 0 ? "a" : "b"))));
        var (run, given) = await Attempts(host, All, All, All);
        foreach (var ids in given)
            Assert.Equal(50, ids.Distinct().Count());
        Assert.Equal(50, given.SelectMany(static ids => ids).Distinct().Count());
        Assert.Equal(50, (await run.GetChildrenAsync()).Count);
    }

    [Fact]
    public async Task Parallel_calls_with_one_key_give_one_child()
    {
        await using var host = TestHost.Create();
        var (run, given) = await Attempts(host, async call => await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await call.Child.StartAsync("a", Keyed)))));
        Assert.Single(given[0].Distinct());
        Assert.Single(await run.GetChildrenAsync());
    }

    [Fact]
    public async Task Keys_are_of_an_invocation_and_an_agent()
    {
        await using var host = TestHost.Create();
        var ids = new List<RunId>();
        host.Family.Raise = async call =>
        {
            if (call.Input == "inner")
                return "inner";
            ids.Add(RunId.FromKey("k"));
            ids.Add((await call.Child.StartAsync("a", Keyed)).Id);
            ids.Add((await call.Parent.StartAsync("inner", Keyed)).Id);
            call.Help!.Value.Emit("x");
            return null;
        };
        host.Family.Help = async call =>
        {
            ids.Add((await call.Child.StartAsync("a", Keyed)).Id);
            return "done";
        };
        await host.ParentClient.InvokeAsync("p").Soon();
        await host.ParentClient.InvokeAsync("p").Soon();
        ids.RemoveAll(static id => id == RunId.FromKey("k"));
        Assert.Equal(6, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_parent_that_lets_its_child_fail_it_is_retried_with_the_next_generation()
    {
        await using var host = TestHost.Create();
        var grown = 0;
        host.Family.Grow = _ => ++grown < 3 ? throw new NonRetryableException("no") : Task.FromResult<string?>("third");
        host.Family.Raise = static async call => await call.Child.InvokeAsync("a", cancellationToken: call.Token);
        var run = await host.ParentClient.StartAsync("p");
        Assert.Equal("third", await run.GetResultAsync().Soon());
        var failures = (await run.EventsSoon()).OfType<RunEvent.AttemptFailed>().ToList();
        Assert.Equal(2, failures.Count);
        Assert.All(failures, static failed => Assert.Equal(typeof(AgentFailedException).FullName, failed.Failure.TypeName));
    }
}

namespace Agents.Runtime.Tests.Children;

/// <summary>A run that a node starts is linked with the node's run, as long as the node's attempt executes.</summary>
public sealed class Linking
{
    [Fact]
    public async Task A_child_knows_its_parent_and_the_parent_its_child()
    {
        await using var host = TestHost.Create();
        RunId child = default;
        host.Family.Raise = async call =>
        {
            var run = await call.Child.StartAsync("a");
            child = run.Id;
            return await run.GetResultAsync();
        };
        var parent = await host.ParentClient.StartAsync("p");
        Assert.Equal("a", await parent.GetResultAsync().Soon());
        var info = Assert.Single(await parent.GetChildrenAsync());
        Assert.Equal(child, info.Id);
        Assert.Equal((new InvocationId(parent.Id, 1), 1, nameof(Child)), (info.Parent, info.Depth, info.Agent));
        Assert.Equal((null, 0), ((await parent.GetInfoAsync()).Parent, (await parent.GetInfoAsync()).Depth));
        var started = Assert.Single((await parent.EventsSoon()).OfType<RunEvent.ChildStarted>());
        Assert.Equal((child, nameof(Child), null, 1), (started.Child, started.ChildAgent, started.Key, started.Generation));
        Assert.Equal(new InvocationId(parent.Id, 1), started.Invocation);
        var run = Assert.IsType<ChildRun>(await host.ChildClient.GetRunAsync(child));
        Assert.Equal(new InvocationId(parent.Id, 1), Assert.IsType<RunEvent.RunStarted>((await run.EventsSoon())[0]).Parent);
        Assert.Equal(info.Id, Assert.Single(await host.ChildClient.ListRunsAsync().ToListSoon()).Id);
    }

    [Fact]
    public async Task Calls_after_awaits_and_on_other_threads_are_linked_too()
    {
        await using var host = TestHost.Create();
        host.Family.Raise = async call =>
        {
            await Task.Yield();
            await call.Child.InvokeAsync("a").ConfigureAwait(false);
            await Task.Run(() => call.Child.InvokeAsync("b"));
            return null;
        };
        var parent = await host.ParentClient.StartAsync("p");
        await parent.WaitForEndAsync().ContinueWith(static _ => { }, TaskScheduler.Default).Soon();
        Assert.Equal(2, (await parent.GetChildrenAsync()).Count);
    }

    [Fact]
    public async Task Outside_of_nodes_and_detached_runs_are_of_their_own()
    {
        await using var host = TestHost.Create();
        host.Family.Raise = async call =>
        {
            var run = await call.Child.StartAsync("a", new RunOptions { Detached = true, Key = "k" });
            return (await run.GetInfoAsync()).Parent is null ? run.Id.ToString() : "linked";
        };
        var parent = await host.ParentClient.StartAsync("p");
        Assert.Equal(RunId.FromKey("k").ToString(), await parent.GetResultAsync().Soon());
        Assert.Empty(await parent.GetChildrenAsync());
        Assert.Equal(RunId.FromKey("k"), (await host.ChildClient.StartAsync("a", new RunOptions { Key = "k" })).Id);
    }

    [Fact]
    public async Task What_follows_on_the_same_thread_is_not_linked_with_the_node_before()
    {
        await using var host = TestHost.Create();
        var invocations = new List<InvocationId?>();
        host.Family.Raise = call =>
        {
            call.Help!.Value.Emit("x");
            return Task.FromResult<string?>(null);
        };
        host.Family.Help = async call =>
        {
            var run = await call.Child.StartAsync("a");
            invocations.Add((await run.GetInfoAsync()).Parent);
            return "done";
        };
        var parent = await host.ParentClient.StartAsync("p");
        await parent.GetResultAsync().Soon();
        Assert.Equal(new InvocationId(parent.Id, 2), Assert.Single(invocations));
    }

    [Fact]
    public async Task Work_that_a_node_leaves_behind_starts_runs_of_its_own()
    {
        await using var host = TestHost.Create();
        var ended = new Signal();
        Task<RunInfo> leftBehind = null!;
        host.Family.Raise = call =>
        {
            leftBehind = Leave(call);
            return Task.FromResult<string?>("done");
        };
        var parent = await host.ParentClient.StartAsync("p");
        await parent.WaitForEndAsync().Soon();
        ended.Set();
        Assert.Null((await leftBehind.Soon()).Parent);
        Assert.Empty(await parent.GetChildrenAsync());

        async Task<RunInfo> Leave(FamilyCall call)
        {
            await ended.WaitAsync();
            return await (await call.Child.StartAsync("late")).GetInfoAsync();
        }
    }

    [Fact]
    public async Task The_end_of_an_attempt_loses_no_start_of_what_it_leaves_behind()
    {
        await using var host = TestHost.Create();
        var left = new List<Task>();
        host.Family.Raise = call =>
        {
            lock (left)
                left.Add(Task.Run(async () => await call.Child.StartAsync("late")));
            return Task.FromResult<string?>("done");
        };
        for (var index = 0; index < 200; index++)
            await host.ParentClient.InvokeAsync("p").Soon();
        await Task.WhenAll(left).Soon();
        Assert.Equal(200, (await host.ChildClient.ListRunsAsync().ToListSoon()).Count);
    }

    [Fact]
    public async Task A_callback_of_a_subscription_made_in_a_node_belongs_to_no_attempt()
    {
        await using var host = TestHost.Create();
        var found = new Recorder<RunInfo>();
        host.Family.Grow = async call =>
        {
            if (call.Input == "streaming")
                await call.WriteAsync("x");
            return call.Input;
        };
        host.Family.Raise = async call =>
        {
            var run = await call.Child.StartAsync("streaming");
            var client = call.Child;
            await using var subscription = run.Grow.Subscribe(async update =>
            {
                if (update.IsComplete)
                    found.Add(await (await client.StartAsync("from callback")).GetInfoAsync());
            });
            await found.UntilAsync(_ => true);
            return "done";
        };
        await host.ParentClient.InvokeAsync("p").Soon();
        Assert.Null(Assert.Single(found.Seen).Parent);
    }

    [Fact]
    public async Task A_client_of_another_host_starts_runs_of_their_own()
    {
        await using var host = TestHost.Create();
        await using var other = TestHost.Create();
        host.Family.Raise = async _ => (await (await other.ChildClient.StartAsync("a")).GetInfoAsync()).Parent is null ? "own" : "linked";
        Assert.Equal("own", await host.ParentClient.InvokeAsync("p").Soon());
    }

    [Fact]
    public async Task A_superseded_attempt_starts_no_child()
    {
        await using var host = TestHost.Create(static options => options.GraceTime = TimeSpan.FromSeconds(3));
        var superseded = new Signal();
        var thrown = new TaskCompletionSource<Exception?>();
        host.Family.Raise = async call =>
        {
            if (call.Attempt > 1)
                return "second";
            await superseded.WaitAsync();
            thrown.SetResult(await Record.ExceptionAsync(async () => await call.Child.StartAsync("late")));
            return "first";
        };
        var parent = await host.ParentClient.StartAsync("p", new RunOptions { AttemptTimeout = TimeSpan.FromSeconds(5) });
        await host.Time.PassAsync(TimeSpan.FromSeconds(5));
        await host.Time.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Equal("second", await parent.GetResultAsync().Soon());
        superseded.Set();
        Assert.IsType<AttemptSupersededException>(await thrown.Task.Soon());
        Assert.Empty(await host.ChildClient.ListRunsAsync().ToListSoon());
    }

    [Fact]
    public async Task A_canceled_attempt_starts_no_child()
    {
        await using var host = TestHost.Create();
        var (started, canceled) = (new Signal(), new Signal());
        var thrown = new TaskCompletionSource<Exception?>();
        host.Family.Raise = async call =>
        {
            started.Set();
            await canceled.WaitAsync();
            thrown.SetResult(await Record.ExceptionAsync(async () => await call.Child.StartAsync("late")));
            return null;
        };
        var parent = await host.ParentClient.StartAsync("p");
        await started.WaitAsync();
        await parent.CancelAsync();
        canceled.Set();
        Assert.IsAssignableFrom<OperationCanceledException>(await thrown.Task.Soon());
        Assert.Empty(await host.ChildClient.ListRunsAsync().ToListSoon());
    }
}

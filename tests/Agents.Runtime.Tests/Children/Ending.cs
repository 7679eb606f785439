namespace Agents.Runtime.Tests.Children;

/// <summary>A child ends with its parent if that fails or is canceled; how a child ends its node is told.</summary>
public sealed class Ending
{
    private static readonly Func<FamilyCall, Task<string?>> Hang = static async call =>
    {
        await new Signal().OrCanceledAsync(call.Token);
        return "never";
    };

    /// <summary>A parent above a parent above a child that hangs.</summary>
    private static async Task<(ParentRun Root, AgentRun Middle, AgentRun Leaf)> StartTree(TestHost host, RunOptions? options = null)
    {
        var growing = new Signal();
        host.Family.Grow = call =>
        {
            growing.Set();
            return Hang(call);
        };
        host.Family.Raise = static async call => call.Input == "root"
            ? await call.Parent.InvokeAsync("middle", cancellationToken: call.Token)
            : await call.Child.InvokeAsync("leaf");
        var root = await host.ParentClient.StartAsync("root", options);
        await growing.WaitAsync();
        var middle = (await host.ParentClient.GetRunAsync(Assert.Single(await root.GetChildrenAsync()).Id))!;
        var leaf = (await host.ChildClient.GetRunAsync(Assert.Single(await middle.GetChildrenAsync()).Id))!;
        return (root, middle, leaf);
    }

    private static async Task<string> ReasonSoon(AgentRun run) =>
        (await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon())).Reason;

    [Fact]
    public async Task A_cancel_goes_through_the_tree()
    {
        await using var host = TestHost.Create();
        var (root, middle, leaf) = await StartTree(host);
        await root.CancelAsync("enough");
        Assert.Equal("enough", await ReasonSoon(root));
        Assert.Equal($"The parent run {root.Id} was canceled: enough", await ReasonSoon(middle));
        Assert.StartsWith($"The parent run {middle.Id} was canceled: The parent run", await ReasonSoon(leaf), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_of_the_parent_ends_the_tree()
    {
        await using var host = TestHost.Create();
        var (root, middle, leaf) = await StartTree(host, new RunOptions { Timeout = TimeSpan.FromSeconds(7) });
        await host.Time.PassAsync(TimeSpan.FromSeconds(7));
        await Assert.ThrowsAsync<AgentFailedException>(() => root.WaitForEndAsync().Soon());
        Assert.Equal($"The parent run {root.Id} failed.", await ReasonSoon(middle));
        Assert.StartsWith($"The parent run {middle.Id} was canceled", await ReasonSoon(leaf), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_failure_of_another_invocation_cancels_the_children()
    {
        await using var host = TestHost.Create();
        var growing = new Signal();
        host.Family.Grow = call =>
        {
            growing.Set();
            return Hang(call);
        };
        host.Family.Raise = static call =>
        {
            call.Help!.Value.Emit("fails");
            call.Help.Value.Emit("has a child");
            return Task.FromResult<string?>(null);
        };
        host.Family.Help = async call =>
        {
            if (call.Input != "fails")
                return await call.Child.InvokeAsync("a");
            await growing.WaitAsync();
            throw new NonRetryableException("no");
        };
        var root = await host.ParentClient.StartAsync("p");
        await Assert.ThrowsAsync<AgentFailedException>(() => root.WaitForEndAsync().Soon());
        var child = (await host.ChildClient.GetRunAsync(Assert.Single(await root.GetChildrenAsync()).Id))!;
        Assert.Equal($"The parent run {root.Id} failed.", await ReasonSoon(child));
    }

    [Fact]
    public async Task A_child_of_an_invocation_that_fails_after_the_result_is_canceled_though_the_run_completes()
    {
        await using var host = TestHost.Create();
        host.Family.Grow = Hang;
        host.Family.Raise = static call =>
        {
            call.Help!.Value.Emit("x");
            return Task.FromResult<string?>("result");
        };
        host.Family.Help = static async call =>
        {
            await call.Child.StartAsync("a");
            throw new NonRetryableException("no");
        };
        var root = await host.ParentClient.StartAsync("p");
        await root.WaitForEndAsync().Soon();
        var child = (await host.ChildClient.GetRunAsync(Assert.Single(await root.GetChildrenAsync()).Id))!;
        Assert.StartsWith($"The parent run {root.Id} has no more use", await ReasonSoon(child), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Children_of_completed_invocations_end_with_a_run_that_fails()
    {
        await using var host = TestHost.Create();
        host.Family.Grow = Hang;
        host.Family.Raise = static async call =>
        {
            await call.Child.StartAsync("a");
            call.Help!.Value.Emit("x");
            return null;
        };
        host.Family.Help = static _ => throw new NonRetryableException("no");
        var root = await host.ParentClient.StartAsync("p");
        await Assert.ThrowsAsync<AgentFailedException>(() => root.WaitForEndAsync().Soon());
        var child = (await host.ChildClient.GetRunAsync(Assert.Single(await root.GetChildrenAsync()).Id))!;
        Assert.Equal($"The parent run {root.Id} failed.", await ReasonSoon(child));
    }

    [Fact]
    public async Task A_parent_that_completes_leaves_its_children_alone()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Family.Grow = async call =>
        {
            await release.OrCanceledAsync(call.Token);
            return "grown";
        };
        host.Family.Raise = static async call => (await call.Child.StartAsync("a")).Id.ToString();
        var root = await host.ParentClient.StartAsync("p");
        var child = (await host.ChildClient.GetRunAsync(RunId.Parse((await root.GetResultAsync().Soon())!)))!;
        await root.WaitForEndAsync().Soon();
        Assert.False(await root.CancelAsync());
        release.Set();
        Assert.Equal("grown", await child.GetResultAsync().Soon());
    }

    [Fact]
    public async Task A_detached_run_does_not_end_with_the_parent()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var started = new TaskCompletionSource<RunId>();
        host.Family.Grow = async call =>
        {
            await release.OrCanceledAsync(call.Token);
            return "grown";
        };
        host.Family.Raise = async call =>
        {
            started.SetResult((await call.Child.StartAsync("a", new RunOptions { Detached = true })).Id);
            return await Hang(call);
        };
        var root = await host.ParentClient.StartAsync("p");
        var child = (await host.ChildClient.GetRunAsync(await started.Task.Soon()))!;
        await root.CancelAsync();
        release.Set();
        Assert.Equal("grown", await child.GetResultAsync().Soon());
    }

    [Fact]
    public async Task A_cancel_while_children_are_started_leaves_none_behind()
    {
        await using var host = TestHost.Create();
        host.Family.Grow = Hang;
        for (var round = 0; round < 50; round++)
        {
            var started = new Signal();
            host.Family.Raise = async call =>
            {
                for (var index = 0; index < 1000; index++)
                {
                    await call.Child.StartAsync($"{index}");
                    if (index == round)
                        started.Set();
                }

                return null;
            };
            var root = await host.ParentClient.StartAsync("p");
            await started.WaitAsync();
            await root.CancelAsync();
            await foreach (var info in host.ChildClient.ListRunsAsync(new RunQuery { Status = RunStatus.Running }))
                await ReasonSoon((await host.ChildClient.GetRunAsync(info.Id))!);
        }

        Assert.Empty(await host.ChildClient.ListRunsAsync(new RunQuery { Status = RunStatus.Running }).ToListSoon());
    }

    [Fact]
    public async Task A_child_that_fails_fails_the_attempt_with_its_failure()
    {
        await using var host = TestHost.Create();
        host.Family.Grow = static _ => throw new InvalidDataException("bad");
        host.Family.Raise = static async call => await call.Child.InvokeAsync("a", new RunOptions { MaxAttempts = 1 });
        var root = await host.ParentClient.StartAsync("p", new RunOptions { MaxAttempts = 1 });
        var thrown = await Assert.ThrowsAsync<AgentFailedException>(() => root.GetResultAsync().Soon());
        Assert.Equal(typeof(AgentFailedException).FullName, thrown.Failure.TypeName);
        var inner = Assert.IsType<AgentFailedException>(thrown.InnerException);
        Assert.Equal("bad", inner.Failure.Message);
        Assert.IsType<InvalidDataException>(inner.InnerException);
    }

    [Fact]
    public async Task A_token_given_in_a_node_ends_the_wait_only()
    {
        await using var host = TestHost.Create();
        var (growing, release) = (new Signal(), new Signal());
        host.Family.Grow = async call =>
        {
            growing.Set();
            await release.OrCanceledAsync(call.Token);
            return "grown";
        };
        host.Family.Raise = async call =>
        {
            using var source = new CancellationTokenSource();
            var first = call.Child.InvokeAsync("a", new RunOptions { Key = "k" }, source.Token);
            await growing.WaitAsync();
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            release.Set();
            return await call.Child.InvokeAsync("a", new RunOptions { Key = "k" });
        };
        Assert.Equal("grown", await host.ParentClient.InvokeAsync("p").Soon());
    }

    [Fact]
    public async Task A_token_that_fired_starts_no_child()
    {
        await using var host = TestHost.Create();
        host.Family.Raise = static async call =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call.Child.StartAsync("a", null, new CancellationToken(true)));
            return "done";
        };
        var root = await host.ParentClient.StartAsync("p");
        Assert.Equal("done", await root.GetResultAsync().Soon());
        Assert.Empty(await root.GetChildrenAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_stops_ends_parents_that_wait(bool heedsToken)
    {
        var host = TestHost.Create();
        await using var _ = host;
        var growing = new Signal();
        host.Family.Grow = call =>
        {
            growing.Set();
            return Hang(call);
        };
        host.Family.Raise = async call => await call.Child.InvokeAsync("a", cancellationToken: heedsToken ? call.Token : default);
        var root = await host.ParentClient.StartAsync("p");
        await growing.WaitAsync();
        var child = (await host.ChildClient.GetRunAsync(Assert.Single(await root.GetChildrenAsync()).Id))!;
        await host.DisposeAsync().Soon();
        Assert.Equal(AgentCanceledException.HostStopped, await ReasonSoon(root));
        Assert.Equal(AgentCanceledException.HostStopped, await ReasonSoon(child));
    }
}

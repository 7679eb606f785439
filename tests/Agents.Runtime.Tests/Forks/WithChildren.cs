namespace Agents.Runtime.Tests.Forks;

/// <summary>Forks of runs whose nodes started children.</summary>
public sealed class WithChildren
{
    /// <summary>A parent whose node starts a child, and whose helper fails as long as it is broken.</summary>
    private sealed class Script
    {
        private int grown;

        public Script(TestHost host, bool failsItself = false)
        {
            host.Family.Grow = async call =>
            {
                Interlocked.Increment(ref grown);
                Growing.Add(call.Context.RunId);
                await Release.OrCanceledAsync(call.Token);
                return $"grown {call.Input}";
            };
            host.Family.Raise = async call =>
            {
                Children.Add(await call.Child.StartAsync(call.Input));
                var child = await Children.Seen[^1].GetResultAsync();
                if (failsItself && IsBroken)
                    throw new NonRetryableException("broken");
                call.Help!.Value.Emit(child);
                return null;
            };
            host.Family.Help = call => IsBroken ? throw new NonRetryableException("broken") : Task.FromResult<string?>(call.Input);
        }

        public Signal Release { get; } = new();

        public bool IsBroken { get; set; }

        public Recorder<ChildRun> Children { get; } = new();

        public Recorder<RunId> Growing { get; } = new();

        public int Grown => Volatile.Read(ref grown);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_completed_child_does_not_run_again(bool failsItself)
    {
        await using var host = TestHost.Create();
        var script = new Script(host, failsItself) { IsBroken = true };
        script.Release.Set();
        var run = await host.ParentClient.StartAsync("a");
        await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon());
        script.IsBroken = false;
        var retry = await host.ParentClient.RetryAsync(run.Id);
        Assert.Equal("grown a", await retry.GetResultAsync().Soon());
        Assert.Equal(1, script.Grown);
        Assert.Single(script.Children.Seen.Select(static child => child.Id).Distinct());
        // It is the run's child all the same.
        Assert.Single(await run.GetChildrenAsync());
        Assert.Empty(await retry.GetChildrenAsync());
        Assert.Single((await retry.EventsSoon()).OfType<RunEvent.ChildStarted>());
    }

    [Fact]
    public async Task What_has_other_inputs_starts_its_own()
    {
        await using var host = TestHost.Create();
        var script = new Script(host, failsItself: true);
        script.Release.Set();
        var run = await host.ParentClient.StartAsync("a");
        await run.WaitForEndAsync().Soon();
        foreach (var input in (string[])["b", "a"])
        {
            var fork = await host.ParentClient.ForkAsync(run.Id, changes => changes.Raise(new InvocationId(run.Id, 1), input));
            Assert.Equal($"grown {input}", await fork.GetResultAsync().Soon());
            Assert.Equal(fork.Id, Assert.Single(await fork.GetChildrenAsync()).Parent?.Run);
        }

        Assert.Equal(3, script.Grown);
    }

    [Fact]
    public async Task The_running_child_of_the_run_is_not_the_forks_to_cancel()
    {
        await using var host = TestHost.Create();
        var script = new Script(host);
        var run = await host.ParentClient.StartAsync("a");
        var first = await script.Growing.UntilAsync(static _ => true);
        var fork = await host.ParentClient.ForkAsync(run.Id);
        var second = await script.Growing.UntilAsync(id => id != first);
        Assert.True(await fork.CancelAsync());
        await Assert.ThrowsAsync<AgentCanceledException>(() => fork.WaitForEndAsync().Soon());
        var own = await host.ChildClient.GetRunAsync(second);
        await Assert.ThrowsAsync<AgentCanceledException>(() => own!.WaitForEndAsync().Soon());
        Assert.Equal(RunStatus.Running, (await (await host.ChildClient.GetRunAsync(first))!.GetInfoAsync()).Status);
        script.Release.Set();
        Assert.Equal("grown a", await run.GetResultAsync().Soon());
        Assert.Equal(2, script.Grown);
    }

    [Fact]
    public async Task A_taken_over_child_that_still_runs_outlives_the_fork()
    {
        await using var host = TestHost.Create();
        var (release, hang) = (new Signal(), new Signal());
        host.Family.Grow = async call =>
        {
            await release.OrCanceledAsync(call.Token);
            return "grown";
        };
        host.Family.Raise = async call =>
        {
            await call.Child.StartAsync("left behind");
            call.Help!.Value.Emit("wait");
            return null;
        };
        host.Family.Help = async call =>
        {
            await hang.OrCanceledAsync(call.Token);
            return call.Input;
        };
        var run = await host.ParentClient.StartAsync("a");
        await run.EventSoon<RunEvent.InvocationCompleted>();
        var child = (await host.ChildClient.GetRunAsync(Assert.Single(await run.GetChildrenAsync()).Id))!;
        var fork = await host.ParentClient.ForkAsync(run.Id);
        await fork.CancelAsync();
        await Assert.ThrowsAsync<AgentCanceledException>(() => fork.WaitForEndAsync().Soon());
        Assert.Equal(RunStatus.Running, (await child.GetInfoAsync()).Status);
        release.Set();
        await child.WaitForEndAsync().Soon();
        hang.Set();
        Assert.Equal("wait", await run.GetResultAsync().Soon());
    }

    [Fact]
    public async Task A_child_is_forked_as_a_run_of_its_own()
    {
        await using var host = TestHost.Create();
        var script = new Script(host);
        script.Release.Set();
        var run = await host.ParentClient.StartAsync("a");
        await run.WaitForEndAsync().Soon();
        var child = Assert.Single(await run.GetChildrenAsync());
        var fork = await host.ChildClient.ForkAsync(child.Id, changes => changes.Grow(new InvocationId(child.Id, 1), "b"));
        Assert.Equal("grown b", await fork.GetResultAsync().Soon());
        var info = await fork.GetInfoAsync();
        Assert.Equal((child.Id, null, 0), (info.ForkedFrom, info.Parent, info.Depth));
        Assert.Single(await run.GetChildrenAsync());
    }
}

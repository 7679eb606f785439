namespace Agents.Runtime.Tests.Runs;

/// <summary>When invocations start, and how many execute at once.</summary>
public sealed class Firing
{
    [Fact]
    public async Task Emits_are_invisible_until_the_completion()
    {
        await using var host = TestHost.Create();
        var (emitted, release) = (new Signal(), new Signal());
        var leafs = 0;
        host.Tree.Root = async call =>
        {
            call.Leaf.Emit("x");
            await call.WriteAsync("a");
            emitted.Set();
            await release.WaitAsync();
            Assert.Equal(0, leafs);
            return "done";
        };
        host.Tree.Leaf = call =>
        {
            Interlocked.Increment(ref leafs);
            return TreeScript.Nothing(call);
        };
        var run = await host.TreeClient.StartAsync("x");
        await emitted.WaitAsync();
        Assert.Equal(1, (await run.GetInfoAsync()).Invocations);
        Assert.Empty((await run.Leaf.GetSnapshotAsync()).Invocations);
        release.Set();
        await run.WaitForEndAsync().Soon();
        Assert.Equal(1, leafs);
    }

    [Fact]
    public async Task Siblings_do_not_wait_for_each_other()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("slow");
            call.Leaf.Emit("fast");
            return TreeScript.Nothing(call);
        };
        host.Tree.Leaf = async call =>
        {
            if (call.Input == "slow")
                await release.WaitAsync();
            call.Quiet.Emit(call.Input);
            return null;
        };
        host.Tree.Quiet = static call => Task.FromResult<string?>(call.Input);
        var run = await host.TreeClient.StartAsync("x");
        Assert.Equal("fast", await run.GetResultAsync().Soon());
        release.Set();
        await run.WaitForEndAsync().Soon();
        Assert.Equal(5, (await run.GetInfoAsync()).Invocations);
    }

    [Fact]
    public async Task A_loop_goes_round()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = host.Tree.Leaf = static async call =>
        {
            var number = call.Context.Node == "Root" ? 0 : int.Parse(call.Input);
            await call.WriteAsync($"{number}");
            if (number == 500)
                return "done";
            call.Leaf.Emit($"{number + 1}");
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        Assert.Equal("done", await run.GetResultAsync().Soon());
        var all = await run.Leaf.StreamAllAsync().ToListSoon();
        Assert.Equal(Enumerable.Range(1, 500).Select(static number => $"{number}"), all.Select(static chunk => chunk.Value));
    }

    [Fact]
    public async Task A_wide_fan_out_has_ordinals_in_the_order_of_the_emits()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static call =>
        {
            for (var number = 0; number < 1000; number++)
                call.Leaf.Emit($"{number}");
            return Task.FromResult<string?>("done");
        };
        host.Tree.Leaf = static async call =>
        {
            await call.WriteAsync($"{call.Input} is {call.Ordinal}");
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        var all = await run.Leaf.StreamAllAsync().ToListSoon();
        Assert.Equal(1000, all.Count);
        Assert.All(all, static chunk => Assert.Equal($"{chunk.Invocation.Ordinal - 2} is {chunk.Invocation.Ordinal}", chunk.Value));
    }

    [Fact]
    public async Task Emits_from_several_threads_are_all_there()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static async call =>
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
            {
                for (var number = 0; number < 50; number++)
                    call.Leaf.Emit($"{writer}");
            })));
            return "done";
        };
        var run = await host.TreeClient.StartAsync("x");
        await run.WaitForEndAsync().Soon();
        Assert.Equal(401, (await run.GetInfoAsync()).Invocations);
    }

    [Theory]
    [InlineData("Narrow", 2)]
    [InlineData("Wide", 3)]
    public async Task MaxConcurrency_of_node_and_agent(string node, int limit)
    {
        await using var host = TestHost.Create();
        await AssertLimit(host, limit, () => host.Get<CrowdClient>().StartAsync(node == "Narrow" ? 12 : 0, node == "Wide" ? 12 : 0).AsTask(), 12, node);
    }

    [Fact]
    public async Task MaxConcurrency_of_the_host_over_agents_and_runs()
    {
        await using var host = TestHost.Create(static options => options.MaxConcurrency = 2);
        await AssertLimit(host, 2, () => host.Get<CrowdClient>().StartAsync(6, 6).AsTask(), 12, "Narrow", "Wide");
    }

    /// <summary>As many as may execute at once, and no more: each waits until that many are there, or none are left.</summary>
    private static async Task AssertLimit(TestHost host, int limit, Func<Task<CrowdRun>> start, int count, params string[] nodes)
    {
        var sync = new Lock();
        var (running, most, left) = (0, 0, count);
        var full = new Signal();
        foreach (var node in nodes)
        {
            host.Script[node] = async _ =>
            {
                lock (sync)
                {
                    most = Math.Max(most, ++running);
                    if (running == limit)
                        full.Set();
                }

                await full.WaitAsync();
                await Task.Yield();
                lock (sync)
                {
                    running--;
                    left--;
                }
            };
        }

        var run = await start();
        await run.WaitForEndAsync().Soon();
        Assert.Equal((limit, 0), (most, left));
    }

    [Fact]
    public async Task A_limited_node_does_not_hold_up_the_others()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var wide = new Signal();
        host.Script["Narrow"] = _ => release.WaitAsync();
        host.Script["Wide"] = _ =>
        {
            wide.Set();
            return Task.CompletedTask;
        };
        var run = await host.Get<CrowdClient>().StartAsync(5, 1);
        await wide.WaitAsync();
        release.Set();
        await run.WaitForEndAsync().Soon();
    }

    [Fact]
    public async Task Slots_are_served_round_robin_over_runs()
    {
        await using var host = TestHost.Create(static options => options.MaxConcurrency = 1);
        var order = new List<string>();
        var (blocked, release) = (new Signal(), new Signal());
        host.Tree.Root = static call =>
        {
            for (var number = 0; number < 4; number++)
                call.Leaf.Emit(call.Input);
            return Task.FromResult<string?>("done");
        };
        host.Tree.Leaf = async call =>
        {
            lock (order)
                order.Add(call.Input);
            if (!blocked.IsSet)
            {
                blocked.Set();
                await release.WaitAsync();
            }

            return null;
        };
        var big = await host.TreeClient.StartAsync("big");
        await blocked.WaitAsync();
        // Three leaves of the first run wait; two further runs come.
        host.Solo.Work = call =>
        {
            lock (order)
                order.Add(call.Input);
            return Task.FromResult<string?>("done");
        };
        var second = await host.SoloClient.StartAsync("second");
        var third = await host.SoloClient.StartAsync("third");
        release.Set();
        await big.WaitForEndAsync().Soon();
        await second.WaitForEndAsync().Soon();
        await third.WaitForEndAsync().Soon();
        Assert.Equal(["big", "big", "second", "third", "big", "big"], order);
    }

    [Fact]
    public async Task Async_locals_of_a_node_do_not_reach_the_next()
    {
        await using var host = TestHost.Create();
        var local = new AsyncLocal<string?>();
        var seen = new List<string?>();
        host.Tree.Root = host.Tree.Leaf = call =>
        {
            lock (seen)
                seen.Add(local.Value);
            local.Value = "leaked";
            var depth = call.Context.Node == "Root" ? 0 : int.Parse(call.Input);
            if (depth < 20)
                call.Leaf.Emit($"{depth + 1}");
            return Task.FromResult<string?>("done");
        };
        local.Value = "the caller's";
        var run = await host.TreeClient.StartAsync("x");
        await run.WaitForEndAsync().Soon();
        Assert.Equal(21, seen.Count);
        Assert.All(seen, Assert.Null);
        Assert.Equal("the caller's", local.Value);
    }

    [Fact]
    public async Task A_long_synchronous_chain_does_not_exhaust_the_stack()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = host.Tree.Leaf = static call =>
        {
            var depth = call.Context.Node == "Root" ? 0 : int.Parse(call.Input);
            if (depth == 20_000)
                return Task.FromResult<string?>("deep");
            call.Leaf.Emit($"{depth + 1}");
            return TreeScript.Nothing(call);
        };
        var run = await host.TreeClient.StartAsync("x");
        Assert.Equal("deep", await run.GetResultAsync().Soon());
    }
}

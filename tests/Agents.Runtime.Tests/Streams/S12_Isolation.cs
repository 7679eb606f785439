namespace Agents.Runtime.Tests.Streams;

public sealed class S12_Isolation
{
    [Fact]
    public async Task Many_runs_agents_and_invocations_at_once_see_only_their_own_chunks()
    {
        await using var host = TestHost.Create(static options => options.MaxConcurrency = 8);
        host.Solo.Work = static async call =>
        {
            for (var number = 0; number < 20; number++)
            {
                await call.WriteAsync($"{call.Context.RunId}:{number}");
                if (number % 5 == 0)
                    await Task.Yield();
            }

            return call.Context.RunId.ToString();
        };
        host.Tree.Root = static call =>
        {
            for (var number = 0; number < 5; number++)
                call.Leaf.Emit($"{number}");
            return Task.FromResult<string?>(call.Context.RunId.ToString());
        };
        host.Tree.Leaf = static async call =>
        {
            for (var number = 0; number < 10; number++)
            {
                await call.WriteAsync($"{call.Context.InvocationId}:{call.Input}:{number}");
                await Task.Yield();
            }

            return null;
        };

        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => Task.Run(() => number % 2 == 0 ? Solo() : Tree()))).Soon();

        async Task Solo()
        {
            var run = await host.SoloClient.StartAsync("x");
            var expected = Enumerable.Range(0, 20).Select(number => $"{run.Id}:{number}").ToArray();
            var updates = new Recorder<StreamUpdate<string>>();
            await using var subscription = run.Work.Subscribe(updates.Add);
            var readers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => run.Work.StreamAsync().ToListSoon()));
            Assert.All(readers, read => Assert.Equal(expected, read));
            await subscription.Completion.Soon();
            Assert.Equal(expected, updates.Seen[^1].All);
            Assert.Equal(run.Id.ToString(), await run.GetResultAsync().Soon());
        }

        async Task Tree()
        {
            var run = await host.TreeClient.StartAsync("x");
            var all = await run.Leaf.StreamAllAsync().ToListSoon();
            Assert.Equal(50, all.Count);
            Assert.All(all, chunk => Assert.StartsWith($"{chunk.Invocation}:", chunk.Value, StringComparison.Ordinal));
            Assert.All(all, chunk => Assert.Equal(run.Id, chunk.Invocation.Run));
            foreach (var invocation in all.GroupBy(static chunk => chunk.Invocation))
                Assert.Equal(invocation.Select(static chunk => chunk.Value), await run.Leaf.StreamAsync(invocation.Key).ToListSoon());
            Assert.Empty(await run.Root.StreamAsync().ToListSoon());
        }
    }

    [Fact]
    public async Task A_stuck_subscriber_slows_neither_the_run_nor_another()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            for (var number = 0; number < 5000; number++)
                await call.WriteAsync("x");
            return "done";
        });
        var (entered, leave) = (new Signal(), new Signal());
        await using var stuck = run.Work.Subscribe(async _ =>
        {
            entered.Set();
            await leave.WaitAsync();
        });
        await using var unread = new Probe<string>(run.Work.StreamAsync());
        await unread.NextAsync();
        await entered.WaitAsync();
        Assert.Equal("done", await run.GetResultAsync().Soon());
        Assert.Equal(5000, (await run.Work.StreamAsync().ToListSoon()).Count);
        Assert.False(stuck.Completion.IsCompleted);
        leave.Set();
        await stuck.Completion.Soon();
    }

    [Fact]
    public async Task A_subscriber_that_blocks_its_thread_holds_up_nobody()
    {
        await using var host = TestHost.Create();
        var more = new Signal();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a");
            await more.WaitAsync();
            await call.WriteAsync("b");
            return "done";
        });
        using var leave = new ManualResetEventSlim();
        var entered = new Signal();
        await using var blocks = run.Work.Subscribe(_ =>
        {
            entered.Set();
            leave.Wait();
        });
        await entered.WaitAsync();
        more.Set();
        Assert.Equal(["a", "b"], await run.Work.StreamAsync().ToListSoon());
        Assert.Equal("done", await run.GetResultAsync().Soon());
        leave.Set();
        await blocks.Completion.Soon();
    }

    [Fact]
    public async Task Subscribers_never_run_on_the_nodes_thread()
    {
        await using var host = TestHost.Create();
        var go = new Signal();
        using var delivered = new ManualResetEventSlim();
        var run = await host.StartSolo(async call =>
        {
            await go.WaitAsync();
            await call.WriteAsync("a");
            // Blocks the node's thread: whoever needed it would never come.
            return delivered.Wait(TimeSpan.FromSeconds(20)) ? "done" : "stuck";
        });
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        var pending = probe.Move();
        go.Set();
        Assert.True(await pending.Soon());
        delivered.Set();
        Assert.Equal("done", await run.GetResultAsync().Soon());
    }

    [Fact]
    public async Task Subscribers_need_not_wait_for_the_nodes_thread_where_the_pool_has_more_to_do()
    {
        const int Chunks = 50;
        await using var host = TestHost.Create();
        using var delivered = new SemaphoreSlim(0);
        var run = await host.StartSolo(async call =>
        {
            for (var number = 0; number < Chunks; number++)
            {
                await call.WriteAsync($"{number}");
                // Keeps the thread. What waits in its own queue would never come: the others have other things to do.
                if (!delivered.Wait(TimeSpan.FromSeconds(20)))
                    return "stuck";
            }

            return "done";
        });
        using var backlog = new Backlog();
        var read = Task.Run(async () =>
        {
            var count = 0;
            await foreach (var chunk in run.Work.StreamAsync())
            {
                Assert.Equal($"{count++}", chunk);
                delivered.Release();
            }

            return count;
        });
        Assert.Equal("done", await run.GetResultAsync().Soon());
        Assert.Equal(Chunks, await read.Soon());
    }

    /// <summary>Work that the pool is never done with.</summary>
    private sealed class Backlog : IThreadPoolWorkItem, IDisposable
    {
        private volatile bool isOver;

        public Backlog()
        {
            for (var item = 0; item < 4 * Environment.ProcessorCount; item++)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Execute()
        {
            Thread.SpinWait(20_000);
            if (!isOver)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Dispose() => isOver = true;
    }
}

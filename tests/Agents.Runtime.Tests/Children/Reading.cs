namespace Agents.Runtime.Tests.Children;

/// <summary>The events of a run and of all below it, read as one.</summary>
public sealed class Reading
{
    /// <summary>A tree of runs: its root, two runs below, under each a child that streams, one of them found again in a retry.</summary>
    private static void Script(FamilyScript script, Func<FamilyCall, Task>? growing = null)
    {
        script.Grow = async call =>
        {
            await call.WriteAsync("1", "2");
            await (growing ?? (static _ => Task.CompletedTask))(call);
            await call.WriteAsync("3");
            return call.Input;
        };
        script.Raise = static async call =>
        {
            if (call.Input == "root")
                return string.Concat(await Task.WhenAll(call.Parent.InvokeAsync("a"), call.Parent.InvokeAsync("b")));
            await call.WriteAsync("before");
            var result = await call.Child.InvokeAsync($"{call.Input} child");
            await call.WriteAsync("after");
            return call.Attempt == 1 && call.Input == "b" ? throw new InvalidOperationException("again") : result;
        };
    }

    private static IAsyncEnumerable<RunEvent> Tree(AgentRun run, Cursor? after = null) => run.ReadEventsAsync(after, includeChildren: true);

    private static async Task<List<AgentRun>> AllBelow(TestHost host, AgentRun run)
    {
        List<AgentRun> all = [run];
        foreach (var info in await run.GetChildrenAsync())
        {
            AgentRun? child = info.Agent == nameof(Child)
                ? await host.ChildClient.GetRunAsync(info.Id)
                : await host.ParentClient.GetRunAsync(info.Id);
            all.AddRange(await AllBelow(host, child!));
        }

        return all;
    }

    /// <summary>Each run's events, all of them, in their order; each child's after its ChildStarted.</summary>
    private static async Task AssertWhole(TestHost host, AgentRun root, List<RunEvent> read)
    {
        var runs = await AllBelow(host, root);
        foreach (var run in runs)
        {
            var own = await run.EventsSoon();
            var found = read.Where(item => item.Run == run.Id).ToList();
            Assert.Equal(own.Select(static item => (item.GetType(), item.Position)), found.Select(static item => (item.GetType(), item.Position)));
            if (run.Id == root.Id)
                continue;
            var started = read.FindIndex(item => item is RunEvent.ChildStarted child && child.Child == run.Id);
            Assert.InRange(started, 0, read.FindIndex(item => item.Run == run.Id) - 1);
        }

        Assert.Equal(read.Count, read.Count(item => runs.Exists(run => run.Id == item.Run)));
        Assert.All(read, item => Assert.Equal(root.Id, item.Cursor.Run));
    }

    [Fact]
    public async Task A_finished_tree_is_read_whole()
    {
        await using var host = TestHost.Create();
        Script(host.Family);
        var root = await host.ParentClient.StartAsync("root");
        await root.WaitForEndAsync().Soon();
        var read = await Tree(root).ToListSoon();
        await AssertWhole(host, root, read);
        Assert.Equal(5, read.Select(static item => item.Run).Distinct().Count());
    }

    [Fact]
    public async Task A_tree_is_read_as_it_grows_and_to_the_end_of_the_last_run()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Family.Grow = async call =>
        {
            await call.WriteAsync("early");
            await release.OrCanceledAsync(call.Token);
            await call.WriteAsync("late");
            return null;
        };
        host.Family.Raise = static async call =>
        {
            await call.Child.StartAsync("a");
            return "done";
        };
        var root = await host.ParentClient.StartAsync("p");
        await root.WaitForEndAsync().Soon();
        var read = new List<RunEvent>();
        await using var probe = new Probe<RunEvent>(Tree(root));
        while (!read.Exists(static item => item is RunEvent.Chunk) || !read.Exists(static item => item is RunEvent.RunCompleted))
            read.Add(await probe.NextAsync());
        var next = probe.Move();
        Assert.False(next.IsCompleted);
        release.Set();
        Assert.True(await next.Soon());
        read.Add(probe.Current);
        while (await probe.MoveNextAsync())
            read.Add(probe.Current);
        await AssertWhole(host, root, read);
    }

    [Fact]
    public async Task It_can_be_resumed_after_every_event()
    {
        await using var host = TestHost.Create();
        for (var round = 0; round < 5; round++)
        {
            Script(host.Family, static async _ => await Task.Yield());
            var root = await host.ParentClient.StartAsync("root");
            // While the tree grows, so that the runs' events mix.
            var read = await Tree(root).ToListSoon();
            await AssertWhole(host, root, read);
            for (var index = 0; index < read.Count; index++)
            {
                var rest = await Tree(root, Cursor.Parse(read[index].Cursor.ToString())).ToListSoon();
                await AssertWhole(host, root, [.. read[..(index + 1)], .. rest]);
            }
        }
    }

    [Fact]
    public async Task It_can_be_broken_off_and_resumed_while_the_tree_grows()
    {
        await using var host = TestHost.Create();
        for (var round = 0; round < 20; round++)
        {
            Script(host.Family, static async _ => await Task.Yield());
            var root = await host.ParentClient.StartAsync("root");
            var read = new List<RunEvent>();
            Cursor? cursor = null;
            var more = true;
            while (more)
            {
                await using var probe = new Probe<RunEvent>(Tree(root, cursor));
                for (var count = 0; count < 1 + (round % 4) && more; count++)
                {
                    more = await probe.MoveNextAsync();
                    if (more)
                        read.Add(probe.Current);
                }

                cursor = read[^1].Cursor;
            }

            await AssertWhole(host, root, read);
        }
    }

    [Fact]
    public async Task A_cursor_of_the_run_alone_reads_its_children_from_their_beginning()
    {
        await using var host = TestHost.Create();
        Script(host.Family);
        var root = await host.ParentClient.StartAsync("root");
        await root.WaitForEndAsync().Soon();
        var own = await root.EventsSoon();
        foreach (var last in own)
        {
            var rest = await Tree(root, last.Cursor).ToListSoon();
            await AssertWhole(host, root, [.. own.TakeWhile(item => item.Position <= last.Position), .. rest]);
        }
    }

    [Fact]
    public async Task A_cursor_of_a_tree_is_good_for_the_run_alone_and_for_its_streams()
    {
        await using var host = TestHost.Create();
        Script(host.Family);
        var root = await host.ParentClient.StartAsync("a");
        await root.WaitForEndAsync().Soon();
        foreach (var item in await Tree(root).ToListSoon())
        {
            var position = Cursor.GetPosition(item.Cursor);
            Assert.Equal(
                (await root.EventsSoon()).Where(own => own.Position > position).Select(static own => own.Position),
                (await root.ReadEventsAsync(item.Cursor).ToListSoon()).Select(static own => own.Position));
            Assert.Equal(
                (await root.Raise.StreamAllAsync().ToListSoon()).Where(chunk => chunk.Position > position),
                await root.Raise.StreamAllAsync(new StreamOptions { From = StreamStart.After(item.Cursor) }).ToListSoon());
        }
    }

    [Fact]
    public async Task A_cursor_that_does_not_fit_is_refused()
    {
        await using var host = TestHost.Create();
        Script(host.Family);
        var root = await host.ParentClient.StartAsync("a");
        var other = await host.ParentClient.StartAsync("a");
        await root.WaitForEndAsync().Soon();
        await other.WaitForEndAsync().Soon();
        var child = Assert.Single(await root.GetChildrenAsync());
        var cousin = Assert.Single(await other.GetChildrenAsync());
        Assert.Throws<ArgumentException>(() => Tree(root, new Cursor(child.Id, 1)));
        Assert.Contains("beyond", Refusal($"{root.Id}:1,{child.Id}:9999"), StringComparison.Ordinal);
        Assert.Contains("below", Refusal($"{root.Id}:1,{cousin.Id}:1"), StringComparison.Ordinal);

        string Refusal(string cursor) => Assert.Throws<ArgumentException>(() => Tree(root, Cursor.Parse(cursor))).Message;
    }

    [Fact]
    public async Task A_token_ends_the_reading_of_all_runs()
    {
        await using var host = TestHost.Create();
        var growing = new Signal();
        Script(host.Family, async call =>
        {
            growing.Set();
            await new Signal().OrCanceledAsync(call.Token);
        });
        var root = await host.ParentClient.StartAsync("root");
        using var source = new CancellationTokenSource();
        await using var probe = new Probe<RunEvent>(Tree(root), source.Token);
        await growing.WaitAsync();
        var reading = Task.Run(async () =>
        {
            while (await probe.Move())
            {
            }
        });
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.Move());
    }

    [Fact]
    public async Task A_disposal_ends_a_wait_and_leaves_nothing_with_the_runs()
    {
        await using var host = TestHost.Create();
        var growing = new Signal();
        Script(host.Family, async call =>
        {
            growing.Set();
            await new Signal().OrCanceledAsync(call.Token);
        });
        var root = await host.ParentClient.StartAsync("root");
        await growing.WaitAsync();
        var reader = await ReadAndDispose(root);
        for (var round = 0; round < 100 && reader.IsAlive; round++)
        {
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(reader.IsAlive);
        GC.KeepAlive(root);

        static async Task<WeakReference> ReadAndDispose(ParentRun root)
        {
            var enumerator = Tree(root).GetAsyncEnumerator();
            Task<bool> next;
            do
            {
                next = enumerator.MoveNextAsync().AsTask();
            }
            while (next.IsCompleted);
            await enumerator.DisposeAsync();
            while (await next.Soon())
                next = enumerator.MoveNextAsync().AsTask();
            return new WeakReference(enumerator);
        }
    }

    [Fact]
    public async Task Streams_of_a_child_are_read_in_the_node_and_outside()
    {
        await using var host = TestHost.Create();
        Script(host.Family);
        host.Family.Raise = static async call =>
        {
            var child = await call.Child.StartAsync("a");
            await foreach (var chunk in child.Grow.StreamAsync())
                await call.WriteAsync($"child {chunk}");
            return await child.GetResultAsync();
        };
        var root = await host.ParentClient.StartAsync("p");
        Assert.Equal(["child 1", "child 2", "child 3"], await root.Raise.StreamAsync().ToListSoon());
        Assert.Equal(
            ["1", "2", "3"],
            (await Tree(root).ToListSoon()).OfType<RunEvent.Chunk>().Where(chunk => chunk.Run != root.Id).Select(static chunk => chunk.Value));
    }
}

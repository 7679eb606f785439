namespace Agents.Runtime.Tests.Streams;

public sealed class S6_StreamAll
{
    private static void Fan(TreeScript tree, int leaves, Func<TreeCall, Task<string?>> leaf)
    {
        tree.Root = call =>
        {
            for (var index = 0; index < leaves; index++)
                call.Leaf.Emit($"{index}");
            return Task.FromResult<string?>("result");
        };
        tree.Leaf = leaf;
    }

    [Fact]
    public async Task It_ends_when_all_work_has_drained_which_may_be_after_the_result()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        Fan(host.Tree, 2, async call =>
        {
            await call.WriteAsync("early");
            await release.WaitAsync();
            await call.WriteAsync("late");
            return null;
        });
        var run = await host.TreeClient.StartAsync("x");
        Assert.Equal("result", await run.GetResultAsync().Soon());
        var all = run.Leaf.StreamAllAsync().ToListSoon();
        await using var root = new Probe<Chunk<string>>(run.Root.StreamAllAsync());
        var pending = root.Move();
        Assert.False(pending.IsCompleted);
        release.Set();
        Assert.Equal(4, (await all).Count);
        Assert.False(await pending.Soon());
        Assert.Equal(RunStatus.Completed, (await run.GetInfoAsync()).Status);
    }

    [Fact]
    public async Task Chunks_of_all_invocations_come_in_log_order_with_their_places()
    {
        await using var host = TestHost.Create();
        Fan(host.Tree, 20, static async call =>
        {
            for (var number = 0; number < 20; number++)
            {
                await call.WriteAsync($"{call.Input}/{number}");
                await Task.Yield();
            }

            return null;
        });
        var run = await host.TreeClient.StartAsync("x");
        var all = await run.Leaf.StreamAllAsync().ToListSoon();
        Assert.Equal(400, all.Count);
        Assert.Equal(all.Select(static chunk => chunk.Position).Order(), all.Select(static chunk => chunk.Position));
        foreach (var invocation in all.GroupBy(static chunk => chunk.Invocation))
        {
            Assert.Equal(Enumerable.Range(0, 20), invocation.Select(static chunk => chunk.Index));
            Assert.Equal(invocation.Select(static chunk => chunk.Value), await run.Leaf.StreamAsync(invocation.Key).ToListSoon());
        }

        var events = (await run.EventsSoon()).OfType<RunEvent.Chunk>().ToList();
        Assert.Equal(all.Select(static chunk => (chunk.Position, (object?)chunk.Value)), events.Select(static chunk => (chunk.Position, chunk.Value)));
    }

    [Fact]
    public async Task It_throws_how_the_run_ended()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static async call =>
        {
            await call.WriteAsync("a");
            throw new NonRetryableException("root");
        };
        var run = await host.TreeClient.StartAsync("x");
        var (read, thrown) = await run.Root.StreamAllAsync().ReadToEndSoon();
        Assert.Single(read);
        Assert.IsType<AgentFailedException>(thrown);
    }

    [Fact]
    public async Task It_resumes_after_each_chunk_and_from_live()
    {
        await using var host = TestHost.Create();
        var (wrote, release) = (new Signal(), new Signal());
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a", "b", "c");
            wrote.Set();
            await release.WaitAsync();
            await call.WriteAsync("d");
            return "done";
        });
        await wrote.WaitAsync();
        await using var live = new Probe<Chunk<string>>(run.Work.StreamAllAsync(new StreamOptions { From = StreamStart.Live }));
        release.Set();
        Assert.Equal("d", (await live.NextAsync()).Value);
        await live.AssertEndAsync();
        var all = await run.Work.StreamAllAsync().ToListSoon();
        for (var index = 0; index < all.Count; index++)
        {
            var rest = await run.Work.StreamAllAsync(new StreamOptions { From = StreamStart.After(all[index].Cursor) }).ToListSoon();
            Assert.Equal(all.Skip(index + 1), rest);
        }
    }

    [Fact]
    public async Task Invocations_come_one_stream_each_as_they_start()
    {
        await using var host = TestHost.Create();
        var release = Enumerable.Range(0, 3).Select(static _ => new Signal()).ToArray();
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("0");
            return TreeScript.Nothing(call);
        };
        host.Tree.Leaf = async call =>
        {
            var index = call.Ordinal - 2;
            await call.WriteAsync($"leaf {index}");
            await release[index].WaitAsync();
            if (index < 2)
                call.Leaf.Emit($"{index + 1}");
            return index == 2 ? "done" : null;
        };
        var run = await host.TreeClient.StartAsync("x");
        await using var invocations = new Probe<ChunkStream<string>>(run.Leaf.ReadInvocationsAsync());
        for (var index = 0; index < 3; index++)
        {
            var stream = await invocations.NextAsync();
            Assert.Equal(new InvocationId(run.Id, index + 2), stream.Invocation);
            await using var chunks = new Probe<string>(stream);
            Assert.Equal($"leaf {index}", await chunks.NextAsync());
            release[index].Set();
            await chunks.AssertEndAsync();
        }

        await invocations.AssertEndAsync();
    }

    [Fact]
    public async Task Invocations_that_had_ended_before_a_cursor_come_no_more()
    {
        await using var host = TestHost.Create();
        var more = new Signal();
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("ends");
            call.Leaf.Emit("goes on");
            return Task.FromResult<string?>("done");
        };
        host.Tree.Leaf = async call =>
        {
            await call.WriteAsync("a");
            if (call.Input == "ends")
                return null;
            await more.WaitAsync();
            await call.WriteAsync("b");
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        await run.EventSoon<RunEvent.InvocationCompleted>(static completed => completed.Invocation.Ordinal == 2);
        await run.EventSoon<RunEvent.Chunk>(static chunk => chunk.Invocation.Ordinal == 3);
        var options = new StreamOptions { From = StreamStart.After((await run.GetInfoAsync()).Cursor) };
        more.Set();
        var stream = Assert.Single(await run.Leaf.ReadInvocationsAsync(options).ToListSoon());
        Assert.Equal(3, stream.Invocation!.Value.Ordinal);
        Assert.Equal(["b"], await stream.ToListSoon());
    }

    [Fact]
    public async Task Committed_leaves_out_failed_attempts_and_invocations()
    {
        await using var host = TestHost.Create();
        Fan(host.Tree, 3, static async call =>
        {
            await call.WriteAsync($"{call.Input}.{call.Attempt}");
            return call.Input switch
            {
                "0" when call.Attempt == 1 => throw new IOException("again"),
                "1" => throw new NonRetryableException("never"),
                _ => null,
            };
        });
        var run = await host.TreeClient.StartAsync("x");
        var committed = await run.Leaf.StreamAllAsync(new StreamOptions { Committed = true }).ToListSoon();
        Assert.Equal(["0.2", "2.1"], committed.Select(static chunk => chunk.Value).Order());
        var alls = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Leaf.SubscribeAll(alls.Add, new StreamOptions { Committed = true });
        await subscription.Completion.Soon();
        Assert.Equal(["0.2", "2.1"], alls.Seen[^1].All.Values.SelectMany(static list => list).Order());
        Assert.All(alls.Seen, static update => Assert.Empty(update.Resets));
        Assert.Equal(3, alls.Seen[^1].Outcomes.Count);
    }

    [Fact]
    public async Task A_snapshot_holds_what_is_known_and_a_cursor_to_go_on_from()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        Fan(host.Tree, 2, async call =>
        {
            await call.WriteAsync(call.Input);
            await release.WaitAsync();
            await call.WriteAsync("late");
            return null;
        });
        var run = await host.TreeClient.StartAsync("x");
        await run.EventSoon<RunEvent.Chunk>(static chunk => chunk.Value is "0");
        await run.EventSoon<RunEvent.Chunk>(static chunk => chunk.Value is "1");
        var snapshot = await run.Leaf.GetSnapshotAsync();
        Assert.Equal([2, 3], snapshot.Invocations.Keys.Select(static id => id.Ordinal));
        Assert.All(snapshot.Invocations.Values, static invocation =>
        {
            Assert.Single(invocation.Chunks);
            Assert.Null(invocation.Outcome);
            Assert.Equal((1, 0), (invocation.Attempt, invocation.ResetCount));
        });
        release.Set();
        var rest = await run.Leaf.StreamAllAsync(new StreamOptions { From = StreamStart.After(snapshot.Cursor) }).ToListSoon();
        Assert.Equal(["late", "late"], rest.Select(static chunk => chunk.Value));
        Assert.All(snapshot.Invocations.Values, static invocation => Assert.Single(invocation.Chunks));
        Assert.Empty((await run.Root.GetSnapshotAsync()).Invocations.Values.Single().Chunks);
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await run.Leaf.GetSnapshotAsync(canceled.Token));
    }
}

namespace Agents.Runtime.Tests.Streams;

public sealed class S2_Ends
{
    [Fact]
    public async Task A_completed_invocation_ends_its_streams_normally()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            return "done";
        });
        var items = await run.Work.StreamAsync().ReadItemsAsync().ToListSoon();
        Assert.Equal([StreamItemKind.Chunk, StreamItemKind.End], items.Select(static item => item.Kind));
        Assert.Equal(StreamOutcome.Completed, items[^1].Outcome);
        Assert.Null(items[0].Outcome);
    }

    [Fact]
    public async Task A_failed_invocation_throws_its_failure_after_its_chunks()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            throw new NonRetryableException("no way");
        });
        var (read, thrown) = await run.Work.StreamAsync().ReadToEndSoon();
        Assert.Equal(["a"], read);
        var failed = Assert.IsType<AgentFailedException>(thrown);
        Assert.Equal("no way", failed.Failure.Message);
        Assert.IsType<NonRetryableException>(failed.InnerException);

        var end = (await run.Work.StreamAsync().ReadItemsAsync().ToListSoon())[^1];
        Assert.Equal(RunStatus.Failed, end.Outcome!.Status);
        Assert.Equal("no way", end.Outcome.Failure!.Message);
    }

    [Fact]
    public async Task A_canceled_invocation_throws_that_it_was_canceled()
    {
        await using var host = TestHost.Create();
        var wrote = new Signal();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a");
            wrote.Set();
            await Task.Delay(Timeout.Infinite, call.Token);
            return "done";
        });
        await wrote.WaitAsync();
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        Assert.Equal("a", await probe.NextAsync());
        var pending = probe.Move();
        Assert.True(await run.CancelAsync("enough"));
        var canceled = await Assert.ThrowsAsync<AgentCanceledException>(() => pending.Soon());
        Assert.Equal("enough", canceled.Reason);
        Assert.Equal(run.Id, canceled.Run);
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task A_node_that_never_streamed_ends_too()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(async _ =>
        {
            await release.WaitAsync();
            return "done";
        });
        await using var before = new Probe<string>(run.Work.StreamAsync());
        var pending = before.Move();
        release.Set();
        Assert.False(await pending.Soon());
        Assert.Empty(await run.Work.StreamAsync().ToListSoon());
        Assert.Single(await run.Work.StreamAsync().ReadItemsAsync().ToListSoon());
    }

    [Fact]
    public async Task A_stream_opened_after_the_end_gives_everything_and_the_same_end()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a", "b");
            throw new NonRetryableException("late");
        });
        await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon());
        var (read, thrown) = await run.Work.StreamAsync().ReadToEndSoon();
        Assert.Equal(["a", "b"], read);
        Assert.IsType<AgentFailedException>(thrown);
        var (chunks, all) = await run.Work.StreamAllAsync().ReadToEndSoon();
        Assert.Equal(2, chunks.Count);
        Assert.IsType<AgentFailedException>(all);
    }

    [Fact]
    public async Task A_node_never_invoked_ends_with_the_run_completed()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = async _ =>
        {
            await release.WaitAsync();
            return "done";
        };
        var run = await host.TreeClient.StartAsync("x");
        await using var before = new Probe<StreamItem<string>>(run.Leaf.StreamAsync().ReadItemsAsync());
        var pending = before.Move();
        Assert.Null(run.Leaf.StreamAsync().Invocation);
        release.Set();
        Assert.True(await pending.Soon());
        Assert.Equal(StreamItemKind.End, before.Current.Kind);
        Assert.Equal(StreamOutcome.Completed, before.Current.Outcome);
        Assert.Null(before.Current.Invocation);
        Assert.Equal(0, before.Current.Attempt);
        await before.AssertEndAsync();
        Assert.Empty(await run.Leaf.StreamAsync().ToListSoon());
        Assert.Empty(await run.Leaf.StreamAllAsync().ToListSoon());
        Assert.Empty(await run.Leaf.ReadInvocationsAsync().ToListSoon());
    }

    [Fact]
    public async Task A_node_never_invoked_ends_with_the_run_failed()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static _ => throw new NonRetryableException("root");
        var run = await host.TreeClient.StartAsync("x");
        var (_, thrown) = await run.Leaf.StreamAsync().ReadToEndSoon();
        var failed = Assert.IsType<AgentFailedException>(thrown);
        Assert.Equal("Root", failed.Failure.Node);
        Assert.IsType<AgentFailedException>((await run.Leaf.ReadInvocationsAsync().ReadToEndSoon()).Thrown);
    }

    [Fact]
    public async Task A_node_never_invoked_ends_with_the_run_canceled()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static async call =>
        {
            await Task.Delay(Timeout.Infinite, call.Token);
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        await using var before = new Probe<string>(run.Leaf.StreamAsync());
        var pending = before.Move();
        await run.CancelAsync();
        await Assert.ThrowsAsync<AgentCanceledException>(() => pending.Soon());
    }

    [Fact]
    public async Task A_failure_after_the_result_ends_only_its_own_invocation()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("bad");
            call.Leaf.Emit("good");
            return Task.FromResult<string?>("result");
        };
        host.Tree.Leaf = async call =>
        {
            await call.WriteAsync(call.Input);
            if (call.Input == "bad")
                throw new NonRetryableException("bad leaf");
            await release.WaitAsync();
            await call.WriteAsync("more");
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        Assert.Equal("result", await run.GetResultAsync().Soon());
        var bad = await run.Leaf.StreamAsync(new InvocationId(run.Id, 2)).ReadToEndSoon();
        Assert.IsType<AgentFailedException>(bad.Thrown);
        Assert.Equal(RunStatus.Running, (await run.GetInfoAsync()).Status);
        release.Set();
        await run.WaitForEndAsync().Soon();
        Assert.Equal(["good", "more"], await run.Leaf.StreamAsync(new InvocationId(run.Id, 3)).ToListSoon());
        Assert.Equal(RunStatus.Completed, (await run.GetInfoAsync()).Status);
        Assert.Equal(3, (await run.Leaf.StreamAllAsync().ToListSoon()).Count);
    }

    [Fact]
    public async Task A_failure_cancels_the_other_invocations()
    {
        await using var host = TestHost.Create();
        var started = new Signal();
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("waits");
            call.Leaf.Emit("fails");
            return TreeScript.Nothing(call);
        };
        host.Tree.Leaf = async call =>
        {
            if (call.Input == "waits")
            {
                await call.WriteAsync("partial");
                started.Set();
                await Task.Delay(Timeout.Infinite, call.Token);
            }

            await started.WaitAsync();
            throw new NonRetryableException("the cause");
        };
        var run = await host.TreeClient.StartAsync("x");
        var waits = await run.Leaf.StreamAsync(new InvocationId(run.Id, 2)).ReadToEndSoon();
        Assert.Equal(["partial"], waits.Read);
        Assert.IsType<AgentCanceledException>(waits.Thrown);
        var fails = await run.Leaf.StreamAsync(new InvocationId(run.Id, 3)).ReadToEndSoon();
        Assert.Equal("the cause", Assert.IsType<AgentFailedException>(fails.Thrown).Failure.Message);
    }

    [Fact]
    public async Task A_reader_opened_before_the_node_starts_waits_for_it()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = async call =>
        {
            await release.WaitAsync();
            call.Leaf.Emit("x");
            return null;
        };
        host.Tree.Leaf = static async call =>
        {
            await call.WriteAsync("a");
            return "done";
        };
        var run = await host.TreeClient.StartAsync("x");
        var stream = run.Leaf.StreamAsync();
        Assert.Null(stream.Invocation);
        await using var first = new Probe<string>(stream);
        await using var specific = new Probe<string>(run.Leaf.StreamAsync(new InvocationId(run.Id, 2)));
        var (pendingFirst, pendingSpecific) = (first.Move(), specific.Move());
        release.Set();
        Assert.True(await pendingFirst.Soon());
        Assert.True(await pendingSpecific.Soon());
        Assert.Equal(("a", "a"), (first.Current, specific.Current));
        Assert.Equal(new InvocationId(run.Id, 2), stream.Invocation);
        await first.AssertEndAsync();
        await specific.AssertEndAsync();
    }

    [Fact]
    public async Task An_invocation_that_never_comes_ends_with_the_run()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = async _ =>
        {
            await release.WaitAsync();
            return "done";
        };
        var run = await host.TreeClient.StartAsync("x");
        var never = run.Leaf.StreamAsync(new InvocationId(run.Id, 77));
        Assert.Equal(77, never.Invocation!.Value.Ordinal);
        await using var before = new Probe<string>(never);
        var pending = before.Move();
        release.Set();
        Assert.False(await pending.Soon());
        Assert.Empty(await never.ToListSoon());
    }

    [Fact]
    public async Task The_hosts_stop_ends_streams_in_memory_as_canceled()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            await Task.Delay(Timeout.Infinite, call.Token);
            return "done";
        });
        await using var plain = new Probe<string>(run.Work.StreamAsync());
        await using var events = new Probe<RunEvent>(run.ReadEventsAsync());
        Assert.Equal("a", await plain.NextAsync());
        var pending = plain.Move();
        var result = run.GetResultAsync();
        await host.DisposeAsync();
        var canceled = await Assert.ThrowsAsync<AgentCanceledException>(() => pending.Soon());
        Assert.Equal(AgentCanceledException.HostStopped, canceled.Reason);
        await Assert.ThrowsAsync<AgentCanceledException>(() => result.Soon());
        while (await events.MoveNextAsync())
        {
        }

        Assert.Equal(AgentCanceledException.HostStopped, Assert.IsType<RunEvent.RunCanceled>(events.Current).Reason);
    }

    [Fact]
    public async Task Every_way_of_reading_gives_the_same_single_outcome()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a");
            await release.WaitAsync();
            throw new NonRetryableException("x");
        });
        var updates = new Recorder<StreamUpdate<string>>();
        var alls = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add);
        await using var subscriptionToAll = run.Work.SubscribeAll(alls.Add);
        var items = run.Work.StreamAsync().ReadItemsAsync().ToListSoon();
        release.Set();
        await subscription.Completion.Soon();
        await subscriptionToAll.Completion.Soon();
        Assert.Equal(RunStatus.Failed, Assert.Single(updates.Seen, static update => update.IsComplete).Outcome!.Status);
        Assert.Equal(RunStatus.Failed, Assert.Single(alls.Seen, static update => update.IsComplete).Outcome!.Status);
        Assert.Equal(RunStatus.Failed, Assert.Single(await items, static item => item.Kind is StreamItemKind.End).Outcome!.Status);
        Assert.Equal(RunStatus.Failed, (await run.Work.GetSnapshotAsync()).Invocations.Values.Single().Outcome!.Status);
    }
}

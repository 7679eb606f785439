namespace Agents.Runtime.Tests.Streams;

public sealed class S5_Resets
{
    [Fact]
    public async Task IsReset_is_true_on_the_first_call_after_the_attempt_changed()
    {
        await using var host = TestHost.Create();
        var release = new[] { new Signal(), new Signal() };
        var run = await host.StartSolo(async call =>
        {
            if (call.Attempt == 1)
                await call.WriteAsync("a");
            await release[call.Attempt - 1].WaitAsync();
            if (call.Attempt == 2)
                await call.WriteAsync("b");
            return call.Attempt == 1 ? throw new IOException("again") : "done";
        });
        var updates = new Recorder<StreamUpdate<string>>();
        var alls = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add);
        await using var toAll = run.Work.SubscribeAll(alls.Add);
        await updates.UntilAsync(static update => update.All.Count == 1);
        await alls.UntilAsync(static update => update.All.Count == 1);
        release[0].Set();
        // The new attempt has streamed nothing yet: the reset is told all the same.
        var reset = await updates.UntilAsync(static update => update.IsReset);
        Assert.Equal((2, 1, 0, 0), (reset.Attempt, reset.ResetCount, reset.All.Count, reset.New.Count));
        var resetOfAll = await alls.UntilAsync(static update => update.Resets.Count == 1);
        Assert.Equal(1, resetOfAll.ResetCount);
        Assert.Empty(resetOfAll.All[new InvocationId(run.Id, 1)]);
        release[1].Set();
        await subscription.Completion.Soon();
        await toAll.Completion.Soon();
        Assert.Single(updates.Seen, static update => update.IsReset);
        Assert.Single(alls.Seen, static update => update.Resets.Count > 0);
        Assert.Equal((1, "b"), (updates.Seen[^1].ResetCount, Assert.Single(updates.Seen[^1].All)));
    }

    [Fact]
    public async Task Without_older_chunks_delivered_there_is_no_reset_but_it_counts()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(async call =>
        {
            if (call.Attempt < 3)
                throw new IOException("again");
            await release.WaitAsync();
            await call.WriteAsync("a");
            return "done";
        });
        var updates = new Recorder<StreamUpdate<string>>();
        var alls = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add);
        await using var toAll = run.Work.SubscribeAll(alls.Add);
        release.Set();
        await subscription.Completion.Soon();
        await toAll.Completion.Soon();
        Assert.DoesNotContain(updates.Seen, static update => update.IsReset);
        Assert.DoesNotContain(alls.Seen, static update => update.Resets.Count > 0);
        Assert.Equal(2, updates.Seen[^1].ResetCount);
        Assert.Equal(2, alls.Seen[^1].ResetCount);
        Assert.Equal(2, run.Work.StreamAsync().ResetCount);
        Assert.Equal(2, (await run.Work.GetSnapshotAsync()).Invocations.Values.Single().ResetCount);
    }

    [Fact]
    public async Task A_reset_that_lies_in_the_backlog_is_none_for_the_first_call()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync($"a{call.Attempt}");
            return call.Attempt < 3 ? throw new IOException("again") : "done";
        });
        await run.WaitForEndAsync().Soon();
        var updates = new Recorder<StreamUpdate<string>>();
        var alls = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add);
        await using var toAll = run.Work.SubscribeAll(alls.Add);
        await subscription.Completion.Soon();
        await toAll.Completion.Soon();
        var update = Assert.Single(updates.Seen);
        Assert.Equal((false, 2, 3), (update.IsReset, update.ResetCount, update.Attempt));
        Assert.Equal(["a3"], update.New);
        var all = Assert.Single(alls.Seen);
        Assert.Empty(all.Resets);
        Assert.Equal(2, all.ResetCount);
        Assert.Equal(["a3"], Assert.Single(all.New).Value);
    }

    [Fact]
    public async Task From_live_a_reset_counts_only_if_something_was_delivered()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(async call =>
        {
            if (call.Attempt == 1)
                await call.WriteAsync("a");
            await release.WaitAsync();
            if (call.Attempt == 1)
                throw new IOException("again");
            await call.WriteAsync("b");
            return "done";
        });
        await run.EventSoon<RunEvent.Chunk>();
        var updates = new Recorder<StreamUpdate<string>>();
        var alls = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add, new StreamOptions { From = StreamStart.Live });
        await using var toAll = run.Work.SubscribeAll(alls.Add, new StreamOptions { From = StreamStart.Live });
        release.Set();
        await subscription.Completion.Soon();
        await toAll.Completion.Soon();
        Assert.DoesNotContain(updates.Seen, static update => update.IsReset);
        Assert.DoesNotContain(alls.Seen, static update => update.Resets.Count > 0);
        Assert.Equal(["b"], updates.Seen.SelectMany(static update => update.New));
        Assert.Equal(["b"], alls.Seen.SelectMany(static update => update.New.Values).SelectMany(static list => list));
    }

    [Fact]
    public async Task From_a_cursor_in_an_older_attempt_the_reset_is_told()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a", $"b{call.Attempt}");
            return call.Attempt == 1 ? throw new IOException("again") : "done";
        });
        await run.WaitForEndAsync().Soon();
        var cursor = (await run.Work.StreamAllAsync().ToListSoon())[0].Cursor;
        var options = new StreamOptions { From = StreamStart.After(cursor) };
        var updates = new Recorder<StreamUpdate<string>>();
        var alls = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add, options);
        await using var toAll = run.Work.SubscribeAll(alls.Add, options);
        await subscription.Completion.Soon();
        await toAll.Completion.Soon();
        Assert.True(updates.Seen[0].IsReset);
        Assert.Equal(["a", "b2"], updates.Seen[0].New);
        Assert.Equal([new InvocationId(run.Id, 1)], alls.Seen[0].Resets);
        Assert.Equal(["a", "b2"], alls.Seen[0].New.Values.Single());
        var items = await run.Work.StreamAsync(options).ReadItemsAsync().ToListSoon();
        Assert.Equal(StreamItemKind.Reset, items[0].Kind);
    }

    [Fact]
    public async Task ResetCount_counts_for_who_reads_only_what_is_committed_too()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            return call.Attempt < 3 ? throw new IOException("again") : "done";
        });
        var updates = new Recorder<StreamUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add, new StreamOptions { Committed = true });
        await subscription.Completion.Soon();
        Assert.Equal((2, false, 3), (updates.Seen[^1].ResetCount, updates.Seen[^1].IsReset, updates.Seen[^1].Attempt));
    }

    /// <summary>Attempts that change while a callback's update is gathered must not show chunks that nobody was given as lost.</summary>
    [Fact]
    public async Task IsReset_is_never_true_without_chunks_delivered_before()
    {
        await using var host = TestHost.Create();
        host.Solo.Work = static async call =>
        {
            await call.WriteAsync("a");
            await Task.Yield();
            return call.Attempt < 40 ? throw new IOException("again") : "done";
        };
        for (var round = 0; round < 50; round++)
        {
            var run = await host.SoloClient.StartAsync("x", new RunOptions { MaxAttempts = 40 });
            var updates = new Recorder<StreamUpdate<string>>();
            var alls = new Recorder<StreamAllUpdate<string>>();
            await using var subscription = run.Work.Subscribe(updates.Add);
            await using var toAll = run.Work.SubscribeAll(alls.Add);
            await subscription.Completion.Soon();
            await toAll.Completion.Soon();
            var had = false;
            foreach (var update in updates.Seen)
            {
                Assert.False(update.IsReset && !had, "A reset though nothing had been delivered.");
                had = update.All.Count > 0;
            }

            had = false;
            foreach (var update in alls.Seen)
            {
                Assert.False(update.Resets.Count > 0 && !had, "A reset though nothing had been delivered.");
                Assert.True(update.New.Count + update.Resets.Count + update.Outcomes.Count > 0, "A call without news.");
                had = update.All.Values.Any(static list => list.Count > 0);
            }
        }
    }
}

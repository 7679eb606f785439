namespace Agents.Runtime.Tests.Streams;

public sealed class S4_Callbacks
{
    private static void AssertConsistent(IReadOnlyList<StreamUpdate<string>> updates)
    {
        Assert.NotEmpty(updates);
        Assert.Single(updates, static update => update.IsComplete);
        Assert.True(updates[^1].IsComplete);
        var all = new List<string>();
        foreach (var update in updates)
        {
            Assert.NotNull(update.All);
            Assert.NotNull(update.New);
            Assert.True(update.New.Count > 0 || update.IsReset || update.IsComplete, "A call without a chunk, a reset or the end.");
            if (update.IsReset)
                all.Clear();
            all.AddRange(update.New);
            Assert.Equal(all, update.All);
            Assert.Equal(update.IsComplete, update.Outcome is not null);
        }

        Assert.Equal(updates[0].All, updates[0].New);
    }

    [Fact]
    public async Task The_first_call_has_the_backlog_then_come_deltas_and_one_end()
    {
        await using var host = TestHost.Create();
        var (more, release) = (new Signal(), new Signal());
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a", "b");
            await more.WaitAsync();
            await call.WriteAsync("c");
            await release.WaitAsync();
            return "done";
        });
        await run.EventSoon<RunEvent.Chunk>(static chunk => chunk.Index == 1);
        var updates = new Recorder<StreamUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add);
        var backlog = await updates.UntilAsync(static _ => true);
        Assert.Equal(["a", "b"], backlog.All);
        Assert.Equal(["a", "b"], backlog.New);
        Assert.Equal((new InvocationId(run.Id, 1), 1, false, 0, false), (backlog.Invocation, backlog.Attempt, backlog.IsReset, backlog.ResetCount, backlog.IsComplete));
        more.Set();
        var delta = await updates.UntilAsync(static update => update.All.Count == 3);
        Assert.Equal(["c"], delta.New);
        release.Set();
        await subscription.Completion.Soon();
        AssertConsistent(updates.Seen);
        Assert.Equal(3, updates.Seen.Count);
        Assert.Equal(StreamOutcome.Completed, updates.Seen[^1].Outcome);
        Assert.Empty(updates.Seen[^1].New);
        Assert.Equal(["a", "b", "c"], updates.Seen[^1].All);
        // What was given is immutable.
        Assert.Equal(["a", "b"], backlog.All);
    }

    [Fact]
    public async Task A_subscription_opened_after_the_end_is_called_once()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a", "b");
            return "done";
        });
        await run.WaitForEndAsync().Soon();
        var updates = new Recorder<StreamUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add);
        await subscription.Completion.Soon();
        var only = Assert.Single(updates.Seen);
        Assert.Equal((true, 2, 2), (only.IsComplete, only.All.Count, only.New.Count));
    }

    [Fact]
    public async Task A_node_never_invoked_gives_one_call_without_chunks()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static _ => Task.FromResult<string?>("done");
        var run = await host.TreeClient.StartAsync("x");
        var updates = new Recorder<StreamUpdate<string>>();
        var alls = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Leaf.Subscribe(updates.Add);
        await using var toAll = run.Leaf.SubscribeAll(alls.Add);
        await subscription.Completion.Soon();
        await toAll.Completion.Soon();
        var only = Assert.Single(updates.Seen);
        Assert.Equal((null, 0, true), (only.Invocation, only.Attempt, only.IsComplete));
        Assert.Empty(only.All);
        Assert.Empty(only.New);
        var onlyAll = Assert.Single(alls.Seen);
        Assert.True(onlyAll.IsComplete);
        Assert.Empty(onlyAll.All);
        Assert.Empty(onlyAll.New);
        Assert.Empty(onlyAll.Resets);
        Assert.Empty(onlyAll.Outcomes);
    }

    [Fact]
    public async Task A_subscription_from_behind_a_completion_is_not_called_for_the_result_that_came_with_it()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("first");
            call.Leaf.Emit("second");
            return Task.FromResult<string?>(null);
        };
        host.Tree.Leaf = async call =>
        {
            if (call.Input == "second")
                await release.WaitAsync();
            return "done";
        };
        var run = await host.TreeClient.StartAsync("x");
        var completed = await run.EventSoon<RunEvent.InvocationCompleted>(static completed => completed.Node == "Leaf");
        await run.GetResultAsync().Soon();
        var updates = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Leaf.SubscribeAll(updates.Add, new StreamOptions { From = StreamStart.After(completed.Cursor) });
        var known = host.Get<AgentHost>().Runs.Find(run.Id)!;
        await Task.Run(async () =>
        {
            while (!known.HasReaders && updates.Seen.Count == 0)
                await Task.Yield();
        }).Soon();
        release.Set();
        await subscription.Completion.Soon();
        Assert.True(Assert.Single(updates.Seen).IsComplete);
    }

    [Fact]
    public async Task While_a_call_runs_updates_gather_and_calls_never_overlap()
    {
        await using var host = TestHost.Create();
        var (entered, leave, written) = (new Signal(), new Signal(), new Signal());
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("0");
            await entered.WaitAsync();
            for (var number = 1; number <= 100; number++)
                await call.WriteAsync($"{number}");
            written.Set();
            return "done";
        });
        var (running, overlaps) = (0, 0);
        var updates = new Recorder<StreamUpdate<string>>();
        await using var subscription = run.Work.Subscribe(async update =>
        {
            if (Interlocked.Increment(ref running) > 1)
                overlaps++;
            updates.Add(update);
            entered.Set();
            await leave.WaitAsync();
            Interlocked.Decrement(ref running);
        });
        await written.WaitAsync();
        await run.WaitForEndAsync().Soon();
        leave.Set();
        await subscription.Completion.Soon();
        Assert.Equal(0, overlaps);
        AssertConsistent(updates.Seen);
        Assert.Equal(2, updates.Seen.Count);
        Assert.Equal((100, 101), (updates.Seen[1].New.Count, updates.Seen[1].All.Count));
    }

    [Fact]
    public async Task An_exception_in_a_callback_ends_that_subscription_only()
    {
        await using var host = TestHost.Create();
        var (more, release) = (new Signal(), new Signal());
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a");
            await more.WaitAsync();
            await call.WriteAsync("b");
            await release.WaitAsync();
            return "done";
        });
        var calls = 0;
        await using var bad = run.Work.Subscribe(_ =>
        {
            calls++;
            throw new InvalidOperationException("callback");
        });
        var updates = new Recorder<StreamUpdate<string>>();
        await using var good = run.Work.Subscribe(updates.Add);
        Assert.Equal("callback", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad.Completion.Soon())).Message);
        more.Set();
        await updates.UntilAsync(static update => update.All.Count == 2);
        release.Set();
        await good.Completion.Soon();
        Assert.Equal("done", await run.GetResultAsync().Soon());
        Assert.Equal(1, calls);
        await bad.DisposeAsync();
    }

    [Fact]
    public async Task Exceptions_of_asynchronous_callbacks_show_on_Completion()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            return "done";
        });
        await using var task = run.Work.Subscribe(static async Task (StreamUpdate<string> _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException("task");
        });
        await using var valueTask = run.Work.Subscribe(static async ValueTask (StreamUpdate<string> _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException("value task");
        });
        await using var toAll = run.Work.SubscribeAll(static async Task (StreamAllUpdate<string> _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException("all");
        });
        Assert.Equal("task", (await Assert.ThrowsAsync<InvalidOperationException>(() => task.Completion.Soon())).Message);
        Assert.Equal("value task", (await Assert.ThrowsAsync<InvalidOperationException>(() => valueTask.Completion.Soon())).Message);
        Assert.Equal("all", (await Assert.ThrowsAsync<InvalidOperationException>(() => toAll.Completion.Soon())).Message);
    }

    [Fact]
    public async Task A_callback_that_is_canceled_by_itself_fails_its_subscription()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            return "done";
        });
        await using var subscription = run.Work.Subscribe(static _ => throw new OperationCanceledException("mine"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subscription.Completion.Soon());
    }

    [Fact]
    public async Task Asynchronous_callbacks_are_awaited()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            return "done";
        });
        var (leave, entered) = (new Signal(), new Signal());
        var finished = false;
        await using var subscription = run.Work.Subscribe(async _ =>
        {
            entered.Set();
            await leave.WaitAsync();
            finished = true;
        });
        await entered.WaitAsync();
        await run.WaitForEndAsync().Soon();
        Assert.False(subscription.Completion.IsCompleted);
        leave.Set();
        await subscription.Completion.Soon();
        Assert.True(finished);
    }

    [Fact]
    public async Task Callbacks_do_not_run_within_the_call_that_subscribes_nor_in_its_context()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            return "done";
        });
        await run.WaitForEndAsync().Soon();
        var context = new AsyncLocal<string?> { Value = "caller" };
        string? seen = "not called";
        var subscription = run.Work.Subscribe(_ => seen = context.Value);
        await subscription.Completion.Soon();
        Assert.Null(seen);
    }

    [Fact]
    public async Task From_live_the_first_call_brings_only_what_is_new()
    {
        await using var host = TestHost.Create();
        var more = new Signal();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a", "b");
            await more.WaitAsync();
            await call.WriteAsync("c");
            return "done";
        });
        await run.EventSoon<RunEvent.Chunk>(static chunk => chunk.Index == 1);
        var updates = new Recorder<StreamUpdate<string>>();
        var alls = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add, new StreamOptions { From = StreamStart.Live });
        await using var toAll = run.Work.SubscribeAll(alls.Add, new StreamOptions { From = StreamStart.Live });
        more.Set();
        await subscription.Completion.Soon();
        await toAll.Completion.Soon();
        Assert.Equal(["c"], updates.Seen.SelectMany(static update => update.New));
        Assert.Equal(["a", "b", "c"], updates.Seen[^1].All);
        var id = new InvocationId(run.Id, 1);
        Assert.Equal(["c"], alls.Seen.SelectMany(update => update.New.GetValueOrDefault(id, [])));
        Assert.Equal(["a", "b", "c"], alls.Seen[^1].All[id]);
    }

    [Fact]
    public async Task Resumed_after_an_updates_cursor_nothing_is_lost_or_repeated()
    {
        await using var host = TestHost.Create();
        var more = new Signal();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a", "b");
            await more.WaitAsync();
            await call.WriteAsync("c", "d");
            return "done";
        });
        var first = new Recorder<StreamUpdate<string>>();
        var firstAll = new Recorder<StreamAllUpdate<string>>();
        await using (run.Work.Subscribe(first.Add))
        await using (run.Work.SubscribeAll(firstAll.Add))
        {
            await first.UntilAsync(static update => update.All.Count == 2);
            await firstAll.UntilAsync(static update => update.All.Values.Sum(static list => list.Count) == 2);
        }

        more.Set();
        await run.WaitForEndAsync().Soon();
        var second = new Recorder<StreamUpdate<string>>();
        var secondAll = new Recorder<StreamAllUpdate<string>>();
        var subscription = run.Work.Subscribe(second.Add, new StreamOptions { From = StreamStart.After(first.Seen[^1].Cursor) });
        var toAll = run.Work.SubscribeAll(secondAll.Add, new StreamOptions { From = StreamStart.After(firstAll.Seen[^1].Cursor) });
        await subscription.Completion.Soon();
        await toAll.Completion.Soon();
        var id = new InvocationId(run.Id, 1);
        Assert.Equal(["c", "d"], second.Seen.SelectMany(static update => update.New));
        Assert.Equal(["a", "b", "c", "d"], second.Seen[^1].All);
        Assert.Equal(["c", "d"], secondAll.Seen.SelectMany(update => update.New.GetValueOrDefault(id, [])));
        Assert.Equal(["a", "b", "c", "d"], secondAll.Seen[^1].All[id]);
    }

    [Fact]
    public async Task SubscribeAll_has_maps_by_invocation_and_their_outcomes()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("one");
            call.Leaf.Emit("two");
            return Task.FromResult<string?>("result");
        };
        host.Tree.Leaf = async call =>
        {
            await call.WriteAsync(call.Input, call.Input + "!");
            if (call.Input == "one")
                throw new NonRetryableException("one fails");
            await release.WaitAsync();
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        var updates = new Recorder<StreamAllUpdate<string>>();
        await using var subscription = run.Leaf.SubscribeAll(updates.Add);
        var (one, two) = (new InvocationId(run.Id, 2), new InvocationId(run.Id, 3));
        await updates.UntilAsync(update => update.Outcomes.ContainsKey(one) && update.All.GetValueOrDefault(two, []).Count == 2);
        release.Set();
        await subscription.Completion.Soon();
        var last = updates.Seen[^1];
        Assert.True(last.IsComplete);
        Assert.Equal(StreamOutcome.Completed, last.Outcome);
        Assert.Equal(RunStatus.Failed, last.Outcomes[one].Status);
        Assert.Equal(RunStatus.Completed, last.Outcomes[two].Status);
        Assert.Equal(["one", "one!"], last.All[one]);
        Assert.Equal(["two", "two!"], last.All[two]);
        foreach (var id in new[] { one, two })
            Assert.Equal(last.All[id], updates.Seen.SelectMany(update => update.New.GetValueOrDefault(id, [])));
        Assert.All(updates.Seen, static update => Assert.All(update.New.Values, Assert.NotEmpty));
    }

    [Fact]
    public async Task A_null_handler_is_refused()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static _ => Task.FromResult<string?>("done"));
        Assert.Throws<ArgumentNullException>(() => run.Work.Subscribe((Action<StreamUpdate<string>>)null!));
        Assert.Throws<ArgumentNullException>(() => run.Work.SubscribeAll((Func<StreamAllUpdate<string>, Task>)null!));
    }
}

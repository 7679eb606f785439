using System.Runtime.CompilerServices;

namespace Agents.Runtime.Tests.Streams;

public sealed class S7_Detaching
{
    private static async Task<string?> Two(SoloCall call, Signal release)
    {
        await call.WriteAsync("a", "b");
        await release.WaitAsync();
        await call.WriteAsync("c");
        return "done";
    }

    [Fact]
    public async Task Breaking_out_leaves_the_run_alone()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(call => Two(call, release));
        await foreach (var chunk in run.Work.StreamAsync())
        {
            Assert.Equal("a", chunk);
            break;
        }

        await foreach (var _ in run.ReadEventsAsync())
            break;
        await foreach (var _ in run.Work.StreamAllAsync())
            break;
        await foreach (var _ in run.Work.ReadInvocationsAsync())
            break;
        release.Set();
        Assert.Equal("done", await run.GetResultAsync().Soon());
        Assert.Equal(["a", "b", "c"], await run.Work.StreamAsync().ToListSoon());
    }

    [Fact]
    public async Task Who_moves_on_after_the_token_has_fired_is_told_when_awaiting()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static _ => Task.FromResult<string?>("done"));
        using var source = new CancellationTokenSource();
        foreach (var includeChildren in new[] { false, true })
        {
            await using var events = run.ReadEventsAsync(includeChildren: includeChildren).GetAsyncEnumerator(source.Token);
            await source.CancelAsync();
            var move = events.MoveNextAsync();
            Assert.True(move.IsCanceled);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await move);
        }
    }

    [Fact]
    public async Task A_token_ends_the_reading_and_nothing_else()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(call => Two(call, release));
        using var source = new CancellationTokenSource();
        await using var probe = new Probe<string>(run.Work.StreamAsync(), source.Token);
        await using var events = new Probe<RunEvent>(run.ReadEventsAsync(), source.Token);
        await using var all = new Probe<Chunk<string>>(run.Work.StreamAllAsync(), source.Token);
        await probe.NextAsync();
        await probe.NextAsync();
        await all.NextAsync();
        await all.NextAsync();
        var pending = new[] { probe.Move(), all.Move() };
        await source.CancelAsync();
        foreach (var move in pending)
            Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => move.Soon())).CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => events.MoveNextAsync());
        release.Set();
        Assert.Equal("done", await run.GetResultAsync().Soon());
    }

    [Fact]
    public async Task A_token_that_had_fired_before_ends_the_reading_at_once()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static _ => Task.FromResult<string?>("done"));
        await run.WaitForEndAsync().Soon();
        await using var probe = new Probe<string>(run.Work.StreamAsync(), new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.MoveNextAsync());
    }

    [Fact]
    public async Task A_disposal_ends_a_wait_that_is_under_way()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(call => Two(call, release));
        var probe = new Probe<string>(run.Work.StreamAsync());
        await probe.NextAsync();
        await probe.NextAsync();
        var pending = probe.Move();
        await probe.DisposeAsync();
        Assert.False(await pending.Soon());
        release.Set();
        await run.WaitForEndAsync().Soon();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task After_the_disposal_nothing_is_delivered()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(call => Two(call, release));
        var (kept, left) = (new Recorder<StreamUpdate<string>>(), new Recorder<StreamUpdate<string>>());
        await using var other = run.Work.Subscribe(kept.Add);
        var subscription = run.Work.Subscribe(left.Add);
        await left.UntilAsync(static update => update.All.Count == 2);
        await subscription.DisposeAsync().Soon();
        Assert.True(subscription.Completion.IsCompletedSuccessfully);
        var calls = left.Seen.Count;
        release.Set();
        await other.Completion.Soon();
        Assert.Equal(calls, left.Seen.Count);
        Assert.DoesNotContain(left.Seen, static update => update.IsComplete);
        Assert.Equal("done", await run.GetResultAsync().Soon());
    }

    [Fact]
    public async Task A_second_disposal_does_nothing()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(call => Two(call, release));
        var subscription = run.Work.Subscribe(static _ => { });
        await subscription.DisposeAsync().Soon();
        await subscription.DisposeAsync().Soon();
        release.Set();
        await run.WaitForEndAsync().Soon();
        await subscription.DisposeAsync().Soon();
    }

    [Fact]
    public async Task Disposals_at_once_all_complete()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(call => Two(call, release));
        for (var round = 0; round < 50; round++)
        {
            var subscription = run.Work.Subscribe(static _ => { });
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await subscription.DisposeAsync()))).Soon();
        }

        release.Set();
        await run.WaitForEndAsync().Soon();
    }

    [Fact]
    public async Task The_disposal_waits_for_a_running_callback()
    {
        await using var host = TestHost.Create();
        var (entered, leave) = (new Signal(), new Signal());
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            return "done";
        });
        var left = false;
        var subscription = run.Work.Subscribe(async _ =>
        {
            entered.Set();
            await leave.WaitAsync();
            left = true;
        });
        await entered.WaitAsync();
        var disposal = subscription.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        leave.Set();
        await disposal.Soon();
        Assert.True(left);
    }

    [Fact]
    public async Task A_disposal_from_the_callback_does_not_wait_for_itself()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(call => Two(call, release));
        var ready = new TaskCompletionSource<Subscription>(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        var subscription = run.Work.Subscribe(async _ =>
        {
            calls++;
            var own = await ready.Task;
            await Task.Yield();
            await own.DisposeAsync();
        });
        ready.SetResult(subscription);
        await subscription.Completion.Soon();
        release.Set();
        await run.WaitForEndAsync().Soon();
        Assert.Equal(1, calls);

        Subscription? toAll = null;
        var set = new Signal();
        var callsOfAll = 0;
        toAll = run.Work.SubscribeAll(update =>
        {
            callsOfAll++;
            set.Task.Wait();
            Assert.True(toAll!.DisposeAsync().AsTask().IsCompletedSuccessfully);
        });
        set.Set();
        await toAll.Completion.Soon();
        Assert.Equal(1, callsOfAll);
    }

    [Fact]
    public async Task A_reader_that_was_left_is_collected_while_the_run_goes_on()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(call => Two(call, release));
        using var source = new CancellationTokenSource();
        var left = await Leave(run, source.Token);
        await AssertCollected(left);
        release.Set();
        await run.WaitForEndAsync().Soon();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static async Task<WeakReference[]> Leave(SoloRun run, CancellationToken token)
        {
            var canceled = new CancellationTokenSource();
            // One that has waited and was woken, one that was canceled while it waited, and a subscription.
            var first = run.Work.StreamAsync().GetAsyncEnumerator(token);
            await first.MoveNextAsync();
            await first.MoveNextAsync();
            var second = run.ReadEventsAsync().GetAsyncEnumerator(canceled.Token);
            while (await second.MoveNextAsync() && second.Current is not RunEvent.Chunk { Value: "b" })
            {
            }

            var pending = second.MoveNextAsync().AsTask();
            await canceled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending.Soon());
            await first.DisposeAsync();
            await second.DisposeAsync();
            var subscription = run.Work.Subscribe(static _ => { });
            await subscription.DisposeAsync();
            return [new WeakReference(first), new WeakReference(second), new WeakReference(subscription)];
        }
    }

    [Fact]
    public async Task A_run_that_nobody_keeps_is_collected()
    {
        await using var host = TestHost.Create(static options => options.Retention.MaxFinishedRuns = 0);
        var run = await Finish(host);
        await AssertCollected(run);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static async Task<WeakReference[]> Finish(TestHost host)
        {
            var run = await host.StartSolo(static async call =>
            {
                await call.WriteAsync("a");
                return "done";
            });
            await run.Work.StreamAsync().ToListSoon();
            await run.WaitForEndAsync().Soon();
            host.Solo.Work = static _ => Task.FromResult<string?>(null);
            return [new WeakReference(run), new WeakReference(run.Work)];
        }
    }

    private static async Task AssertCollected(WeakReference[] references)
    {
        // Threads of the pool may hold the last object they worked on until they get another.
        for (var round = 0; round < 100 && references.Any(static reference => reference.IsAlive); round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(static _ => Task.Run(static () => { })));
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(references, static reference => reference.IsAlive);
    }
}

namespace Agents.Runtime.Tests.Streams;

/// <summary>What is read, and what may not be.</summary>
public sealed class Selecting
{
    private static async Task<TreeRun> Finished(TestHost host)
    {
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("one");
            call.Leaf.Emit("two");
            return Task.FromResult<string?>("done");
        };
        host.Tree.Leaf = static async call =>
        {
            await call.WriteAsync(call.Input);
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        await run.WaitForEndAsync().Soon();
        return run;
    }

    [Fact]
    public async Task The_first_invocation_is_the_one_of_the_lowest_ordinal()
    {
        await using var host = TestHost.Create();
        var run = await Finished(host);
        Assert.Equal(["one"], await run.Leaf.StreamAsync().ToListSoon());
        Assert.Equal(new InvocationId(run.Id, 2), run.Leaf.StreamAsync().Invocation);
        Assert.Equal(["two"], await run.Leaf.StreamAsync(new InvocationId(run.Id, 3)).ToListSoon());
    }

    [Fact]
    public async Task One_case_of_a_union_is_filtered()
    {
        await using var host = TestHost.Create();
        host.Script["Step"] = static async call =>
        {
            var chunks = (ChunkWriter<Step>)call.Payload!;
            await chunks.ProgressAsync(50);
            await chunks.FinishedAsync("half");
            await chunks.WriteAsync(new Step.Progress(100));
            await chunks.WriteAsync(new Step.Finished("all"));
        };
        var run = await host.Get<StepsClient>().StartAsync();
        Assert.Equal([50, 100], (await run.Step.StreamAsync<Step.Progress>().ToListSoon()).Select(static step => step.Percent));
        Assert.Equal(
            ["half", "all"],
            (await run.Step.StreamAsync<Step.Finished>(new InvocationId(run.Id, 1)).ToListSoon()).Select(static step => step.Text));
        Assert.Equal(
            ["50%", "half", "100%", "all"],
            (await run.Step.StreamAsync().ToListSoon()).Select(static step => step.Match(
                progress: static progress => $"{progress.Percent}%", finished: static finished => finished.Text)));
    }

    [Fact]
    public async Task One_case_of_a_union_is_reconciled_before_it_is_filtered()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Script["Step"] = async call =>
        {
            var chunks = (ChunkWriter<Step>)call.Payload!;
            await chunks.WriteAsync(new Step.Finished($"{call.Context.Attempt}"));
            await chunks.WriteAsync(new Step.Progress(1));
            await release.WaitAsync();
            if (call.Context.Attempt == 1)
                throw new IOException("again");
        };
        var run = await host.Get<StepsClient>().StartAsync();
        await using var probe = new Probe<Step.Progress>(run.Step.StreamAsync<Step.Progress>());
        await probe.NextAsync();
        release.Set();
        await Assert.ThrowsAsync<StreamResetException>(() => probe.MoveNextAsync());
    }

    [Fact]
    public async Task One_case_of_a_union_takes_a_token()
    {
        await using var host = TestHost.Create();
        host.Script["Step"] = static call => Task.Delay(Timeout.Infinite, call.Token);
        var run = await host.Get<StepsClient>().StartAsync();
        using var source = new CancellationTokenSource();
        await using var probe = new Probe<Step.Progress>(run.Step.StreamAsync<Step.Progress>(), source.Token);
        var pending = probe.Move();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending.Soon());
    }

    [Fact]
    public async Task Each_enumeration_of_a_stream_is_a_subscription_of_its_own()
    {
        await using var host = TestHost.Create();
        var run = await Finished(host);
        var stream = run.Leaf.StreamAsync();
        Assert.Equal(await stream.ToListSoon(), await stream.ToListSoon());
        var items = stream.ReadItemsAsync();
        Assert.Equal(await items.ToListSoon(), await items.ToListSoon());
        var all = run.Leaf.StreamAllAsync();
        Assert.Equal(await all.ToListSoon(), await all.ToListSoon());
    }

    [Fact]
    public async Task An_invocation_of_another_run_is_refused()
    {
        await using var host = TestHost.Create();
        var (run, other) = (await Finished(host), await Finished(host));
        var foreign = new InvocationId(other.Id, 2);
        Assert.Throws<ArgumentException>(() => run.Leaf.StreamAsync(foreign));
        Assert.Throws<ArgumentException>(() => run.Leaf.Subscribe(foreign, static _ => { }));
        Assert.Throws<ArgumentException>(() => run.Leaf.StreamAsync(default(InvocationId)));
        Assert.ThrowsAny<ArgumentException>(() => run.Leaf.StreamAsync(new InvocationId(run.Id, 0)));
    }

    [Fact]
    public async Task An_invocation_of_another_node_is_refused_when_it_is_read()
    {
        await using var host = TestHost.Create();
        var run = await Finished(host);
        var (_, thrown) = await run.Leaf.StreamAsync(new InvocationId(run.Id, 1)).ReadToEndSoon();
        var exception = Assert.IsType<ArgumentException>(thrown);
        Assert.Contains("Root", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Leaf", exception.Message, StringComparison.Ordinal);
        var subscription = run.Leaf.Subscribe(new InvocationId(run.Id, 1), static _ => { });
        await Assert.ThrowsAsync<ArgumentException>(() => subscription.Completion.Soon());
    }

    [Fact]
    public async Task An_invocation_that_turns_out_to_be_of_another_node_is_refused_while_waiting()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = async call =>
        {
            await release.WaitAsync();
            call.Quiet.Emit("x");
            return "done";
        };
        var run = await host.TreeClient.StartAsync("x");
        await using var probe = new Probe<string>(run.Leaf.StreamAsync(new InvocationId(run.Id, 2)));
        var pending = probe.Move();
        release.Set();
        await Assert.ThrowsAsync<ArgumentException>(() => pending.Soon());
    }

    [Fact]
    public async Task A_cursor_of_another_run_is_refused()
    {
        await using var host = TestHost.Create();
        var (run, other) = (await Finished(host), await Finished(host));
        var foreign = (await other.GetInfoAsync()).Cursor;
        AssertRefused(run, foreign, "another run");
        AssertRefused(run, default, "another run");
    }

    [Fact]
    public async Task A_cursor_beyond_the_end_is_refused()
    {
        await using var host = TestHost.Create();
        var run = await Finished(host);
        AssertRefused(run, new Cursor(run.Id, Cursor.GetPosition((await run.GetInfoAsync()).Cursor) + 1), "beyond the end");
        AssertRefused(run, new Cursor(run.Id, long.MaxValue), "beyond the end");
    }

    private static void AssertRefused(TreeRun run, Cursor cursor, string why)
    {
        var options = new StreamOptions { From = StreamStart.After(cursor) };
        foreach (var read in new Action[]
        {
            () => run.Leaf.StreamAsync(options),
            () => run.Leaf.StreamAsync(new InvocationId(run.Id, 2), options),
            () => run.Leaf.StreamAllAsync(options),
            () => run.Leaf.ReadInvocationsAsync(options),
            () => run.Leaf.Subscribe(static _ => { }, options),
            () => run.Leaf.SubscribeAll(static _ => { }, options),
            () => run.ReadEventsAsync(cursor),
        })
        {
            Assert.Contains(why, Assert.Throws<ArgumentException>(read).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cursor_survives_its_text_and_at_the_end_nothing_comes()
    {
        await using var host = TestHost.Create();
        var run = await Finished(host);
        var end = Cursor.Parse((await run.GetInfoAsync()).Cursor.ToString());
        var options = new StreamOptions { From = StreamStart.After(end) };
        Assert.Empty(await run.Leaf.StreamAsync(options).ToListSoon());
        Assert.Empty(await run.Leaf.StreamAllAsync(options).ToListSoon());
        Assert.Empty(await run.ReadEventsAsync(end).ToListSoon());
        Assert.Single(await run.Leaf.StreamAsync(options).ReadItemsAsync().ToListSoon());
        Assert.Throws<FormatException>(static () => Cursor.Parse("nonsense"));
        Assert.Throws<FormatException>(static () => RunId.Parse("nonsense"));
        Assert.Throws<FormatException>(static () => InvocationId.Parse("nonsense/1"));
    }

    [Fact]
    public async Task Two_handles_to_one_run_read_the_same()
    {
        await using var host = TestHost.Create();
        var run = await Finished(host);
        var other = await host.TreeClient.GetRunAsync(run.Id);
        Assert.Equal(await run.Leaf.StreamAllAsync().ToListSoon(), await other!.Leaf.StreamAllAsync().ToListSoon());
        Assert.Equal("done", await other.GetResultAsync().Soon());
    }
}

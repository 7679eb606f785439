namespace Agents.Runtime.Tests.Streams;

/// <summary>Each attempt waits for its gate, so that tests read between attempts.</summary>
public sealed class S3_PlainReader
{
    /// <summary>Has attempt n stream the n-th list and then fail, but the last, which completes. Each waits to be released.</summary>
    private static async Task<(SoloRun Run, Signal[] Release)> Start(TestHost host, params string[][] attempts)
    {
        var release = attempts.Select(static _ => new Signal()).ToArray();
        host.Solo.Work = async call =>
        {
            await call.WriteAsync(attempts[call.Attempt - 1]);
            await release[call.Attempt - 1].WaitAsync();
            return call.Attempt < attempts.Length ? throw new IOException($"attempt {call.Attempt}") : "done";
        };
        return (await host.SoloClient.StartAsync("input", new RunOptions { MaxAttempts = attempts.Length }), release);
    }

    private static Task Begun(AgentRun run, int attempt) =>
        run.EventSoon<RunEvent.AttemptStarted>(begun => begun.Attempt == attempt);

    private static Task Written(AgentRun run, int attempt, int index) =>
        run.EventSoon<RunEvent.Chunk>(chunk => chunk.Attempt == attempt && chunk.Index == index);

    private static async Task AssertReset(Task<bool> move, AgentRun run, int attempt, int delivered)
    {
        var reset = await Assert.ThrowsAsync<StreamResetException>(() => move.Soon());
        Assert.Equal((new InvocationId(run.Id, 1), attempt, delivered), (reset.Invocation, reset.Attempt, reset.Delivered));
    }

    [Fact]
    public async Task Equal_chunks_of_the_new_attempt_are_skipped()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a", "b", "c"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        Assert.Equal("a", await probe.NextAsync());
        Assert.Equal("b", await probe.NextAsync());
        release[0].Set();
        Assert.Equal("c", await probe.NextAsync());
        release[1].Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task The_first_difference_throws()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a", "X", "c"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        await probe.NextAsync();
        await probe.NextAsync();
        var pending = probe.Move();
        release[0].Set();
        await AssertReset(pending, run, 2, 2);
        release[1].Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task A_difference_beyond_what_was_delivered_is_no_difference()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a", "X"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        Assert.Equal("a", await probe.NextAsync());
        release[0].Set();
        await Written(run, 2, 1);
        Assert.Equal("X", await probe.NextAsync());
        release[1].Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task An_attempt_that_completes_with_fewer_throws()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        await probe.NextAsync();
        await probe.NextAsync();
        var pending = probe.Move();
        release[0].Set();
        await Written(run, 2, 0);
        Assert.False(pending.IsCompleted);
        release[1].Set();
        await AssertReset(pending, run, 2, 2);
    }

    [Fact]
    public async Task An_attempt_that_completes_with_nothing_throws()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a"], []);
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        await probe.NextAsync();
        release[0].Set();
        release[1].Set();
        await AssertReset(probe.Move(), run, 2, 1);
    }

    [Fact]
    public async Task A_final_failure_with_fewer_chunks_is_thrown_as_the_failure()
    {
        await using var host = TestHost.Create();
        var first = new Signal();
        var run = await host.StartSolo(async call =>
        {
            if (call.Attempt == 1)
            {
                await call.WriteAsync("a", "b");
                await first.WaitAsync();
            }

            throw new IOException($"attempt {call.Attempt}");
        });
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        await probe.NextAsync();
        await probe.NextAsync();
        first.Set();
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => probe.MoveNextAsync());
        Assert.Equal("attempt 3", failed.Failure.Message);
        Assert.Equal(3, failed.Failure.Attempts);
    }

    [Fact]
    public async Task A_late_reader_sees_only_the_newest_attempt()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["X"]);
        release[0].Set();
        await Written(run, 2, 0);
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        Assert.Equal("X", await probe.NextAsync());
        release[1].Set();
        await probe.AssertEndAsync();
        Assert.Equal(["X"], await run.Work.StreamAsync().ToListSoon());
    }

    [Fact]
    public async Task A_reader_with_nothing_delivered_never_throws()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, [], ["X"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        var pending = probe.Move();
        release[0].Set();
        Assert.True(await pending.Soon());
        Assert.Equal("X", probe.Current);
        release[1].Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task A_reader_that_had_not_read_jumps_to_the_newest_attempt()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["X", "Y"]);
        await Written(run, 1, 1);
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        release[0].Set();
        await Written(run, 2, 1);
        release[1].Set();
        Assert.Equal("X", await probe.NextAsync());
        Assert.Equal("Y", await probe.NextAsync());
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task Several_resets_in_a_row_are_compared_with_what_was_delivered()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a"], [], ["a", "b", "c"], ["a", "b", "c", "d"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        await probe.NextAsync();
        await probe.NextAsync();
        var pending = probe.Move();
        release[0].Set();
        await Written(run, 2, 0);
        release[1].Set();
        await Begun(run, 3);
        release[2].Set();
        Assert.True(await pending.Soon());
        Assert.Equal("c", probe.Current);
        release[3].Set();
        Assert.Equal("d", await probe.NextAsync());
        release[4].Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task A_difference_after_several_resets_throws_with_the_newest_attempt()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a"], ["a", "B"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync());
        await probe.NextAsync();
        await probe.NextAsync();
        var pending = probe.Move();
        release[0].Set();
        await Written(run, 2, 0);
        release[1].Set();
        await AssertReset(pending, run, 3, 2);
        release[2].Set();
    }

    [Fact]
    public async Task Restart_goes_on_from_the_new_attempts_first_chunk()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a", "X", "c"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync(new StreamOptions { OnReset = StreamReset.Restart }));
        await probe.NextAsync();
        await probe.NextAsync();
        release[0].Set();
        Assert.Equal(["a", "X", "c"], [await probe.NextAsync(), await probe.NextAsync(), await probe.NextAsync()]);
        release[1].Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task Restart_with_an_equal_attempt_repeats_nothing()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a", "b", "c"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync(new StreamOptions { OnReset = StreamReset.Restart }));
        await probe.NextAsync();
        await probe.NextAsync();
        release[0].Set();
        Assert.Equal("c", await probe.NextAsync());
        release[1].Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task Restart_of_an_attempt_that_completed_with_fewer_gives_its_chunks()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync(new StreamOptions { OnReset = StreamReset.Restart }));
        await probe.NextAsync();
        await probe.NextAsync();
        release[0].Set();
        release[1].Set();
        Assert.Equal("a", await probe.NextAsync());
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task Restart_twice()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["X", "Y"], ["X", "Z"]);
        await using var probe = new Probe<string>(run.Work.StreamAsync(new StreamOptions { OnReset = StreamReset.Restart }));
        await probe.NextAsync();
        await probe.NextAsync();
        release[0].Set();
        Assert.Equal(["X", "Y"], [await probe.NextAsync(), await probe.NextAsync()]);
        release[1].Set();
        Assert.Equal(["X", "Z"], [await probe.NextAsync(), await probe.NextAsync()]);
        release[2].Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task Read_from_live_what_lies_before_is_skipped_uncompared()
    {
        await using var host = TestHost.Create();
        var more = new Signal();
        var release = new Signal();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync(call.Attempt == 1 ? "a" : "A", call.Attempt == 1 ? "b" : "B");
            await more.WaitAsync();
            await call.WriteAsync("c", "d");
            await release.WaitAsync();
            return call.Attempt == 1 ? throw new IOException("again") : "done";
        });
        await Written(run, 1, 1);
        await using var probe = new Probe<string>(run.Work.StreamAsync(new StreamOptions { From = StreamStart.Live }));
        more.Set();
        Assert.Equal("c", await probe.NextAsync());
        Assert.Equal("d", await probe.NextAsync());
        release.Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task Read_from_live_what_lies_before_stays_uncompared_after_several_resets()
    {
        await using var host = TestHost.Create();
        var more = new Signal();
        var release = Enumerable.Range(0, 3).Select(static _ => new Signal()).ToArray();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync($"a{call.Attempt}", $"b{call.Attempt}");
            await more.WaitAsync();
            await call.WriteAsync("c", "d");
            if (call.Attempt > 1)
                await call.WriteAsync("e");
            await release[call.Attempt - 1].WaitAsync();
            return call.Attempt < 3 ? throw new IOException("again") : "done";
        });
        await Written(run, 1, 1);
        await using var probe = new Probe<string>(run.Work.StreamAsync(new StreamOptions { From = StreamStart.Live }));
        more.Set();
        Assert.Equal(["c", "d"], [await probe.NextAsync(), await probe.NextAsync()]);
        release[0].Set();
        Assert.Equal("e", await probe.NextAsync());
        release[1].Set();
        release[2].Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task Read_after_a_cursor_the_rest_comes_and_what_lies_before_is_compared()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a", "b", "c"]);
        await Written(run, 1, 1);
        await using var items = new Probe<StreamItem<string>>(run.Work.StreamAsync().ReadItemsAsync());
        var cursor = (await items.NextAsync()).Cursor;
        await using var probe = new Probe<string>(run.Work.StreamAsync(new StreamOptions { From = StreamStart.After(cursor) }));
        Assert.Equal("b", await probe.NextAsync());
        release[0].Set();
        Assert.Equal("c", await probe.NextAsync());
        release[1].Set();
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task A_cursor_in_an_older_attempt_compares_with_the_log()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a", "b", "c"], ["X"]);
        await Written(run, 1, 1);
        await using var items = new Probe<StreamItem<string>>(run.Work.StreamAsync().ReadItemsAsync());
        await items.NextAsync();
        var options = new StreamOptions { From = StreamStart.After((await items.NextAsync()).Cursor) };
        release[0].Set();
        await Written(run, 2, 2);
        await using var equal = new Probe<string>(run.Work.StreamAsync(options));
        Assert.Equal("c", await equal.NextAsync());
        release[1].Set();
        await Written(run, 3, 0);
        await using var differs = new Probe<string>(run.Work.StreamAsync(options));
        await AssertReset(differs.Move(), run, 3, 2);
        await AssertReset(equal.Move(), run, 3, 3);
        release[2].Set();
        Assert.Equal(["X"], await run.Work.StreamAsync(options with { OnReset = StreamReset.Restart }).ToListSoon());
    }

    [Fact]
    public async Task A_cursor_before_the_first_attempt_reads_everything()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a"], ["X"]);
        release[0].Set();
        release[1].Set();
        var events = await run.EventsSoon();
        var options = new StreamOptions { From = StreamStart.After(events[0].Cursor) };
        Assert.Equal(["X"], await run.Work.StreamAsync(options).ToListSoon());
    }

    [Fact]
    public async Task The_comparer_decides()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a"], ["A", "b"]);
        var options = new StreamOptions<string> { Comparer = StringComparer.OrdinalIgnoreCase };
        await using var lenient = new Probe<string>(run.Work.StreamAsync(options));
        await using var strict = new Probe<string>(run.Work.StreamAsync());
        await lenient.NextAsync();
        await strict.NextAsync();
        release[0].Set();
        Assert.Equal("b", await lenient.NextAsync());
        await AssertReset(strict.Move(), run, 2, 1);
        release[1].Set();
        await lenient.AssertEndAsync();
    }

    [Fact]
    public async Task Options_with_a_comparer_of_another_type_are_refused()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static _ => Task.FromResult<string?>("done"));
        var exception = Assert.Throws<ArgumentException>(() => run.Work.StreamAsync(new StreamOptions<int>()));
        Assert.Contains("Int32", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Work", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_with_arrays_are_equal_as_JSON()
    {
        await using var host = TestHost.Create();
        var release = new[] { new Signal(), new Signal(), new Signal() };
        host.Script["Batch"] = async call =>
        {
            var chunks = (ChunkWriter<Batch>)call.Payload!;
            await chunks.WriteAsync(new Batch("one", [1, 2]));
            if (call.Context.Attempt > 1)
                await chunks.WriteAsync(new Batch("two", [3, call.Context.Attempt]));
            await release[call.Context.Attempt - 1].WaitAsync();
            if (call.Context.Attempt < 3)
                throw new IOException("again");
        };
        var run = await host.Get<BatchesClient>().StartAsync();
        await using var probe = new Probe<Batch>(run.Batch.StreamAsync());
        Assert.Equal("one", (await probe.NextAsync()).Name);
        release[0].Set();
        Assert.Equal(new[] { 3, 2 }, (await probe.NextAsync()).Values);
        var pending = probe.Move();
        release[1].Set();
        var reset = await Assert.ThrowsAsync<StreamResetException>(() => pending.Soon());
        Assert.Equal((3, 2), (reset.Attempt, reset.Delivered));
        release[2].Set();
    }

    [Fact]
    public async Task A_comparer_that_throws_ends_that_reading_only()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a"], ["a", "b"]);
        var options = new StreamOptions<string> { Comparer = EqualityComparer<string>.Create(static (_, _) => throw new InvalidOperationException("comparer")) };
        await using var broken = new Probe<string>(run.Work.StreamAsync(options));
        await broken.NextAsync();
        var pending = broken.Move();
        release[0].Set();
        Assert.Equal("comparer", (await Assert.ThrowsAsync<InvalidOperationException>(() => pending.Soon())).Message);
        release[1].Set();
        Assert.Equal("done", await run.GetResultAsync().Soon());
        Assert.Equal(["a", "b"], await run.Work.StreamAsync().ToListSoon());
    }

    [Fact]
    public async Task Items_always_see_the_reset()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a", "b", "c"]);
        await using var probe = new Probe<StreamItem<string>>(run.Work.StreamAsync().ReadItemsAsync());
        await probe.NextAsync();
        await probe.NextAsync();
        release[0].Set();
        var reset = await probe.NextAsync();
        Assert.Equal((StreamItemKind.Reset, 2, null), (reset.Kind, reset.Attempt, reset.Value));
        var read = new List<(string?, int, int)>();
        for (var count = 0; count < 3; count++)
        {
            var item = await probe.NextAsync();
            read.Add((item.Value, item.Attempt, item.Index));
        }

        Assert.Equal([("a", 2, 0), ("b", 2, 1), ("c", 2, 2)], read);
        release[1].Set();
        Assert.Equal(StreamItemKind.End, (await probe.NextAsync()).Kind);
        await probe.AssertEndAsync();
    }

    [Fact]
    public async Task StreamAll_sees_the_reset_by_the_attempt()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a", "b", "c"]);
        foreach (var signal in release)
            signal.Set();
        var all = await run.Work.StreamAllAsync().ToListSoon();
        Assert.Equal(["1a", "1b", "2a", "2b", "2c"], all.Select(static chunk => $"{chunk.Attempt}{chunk.Value}"));
    }

    [Fact]
    public async Task Callbacks_see_the_reset()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["a", "b", "c"]);
        var updates = new Recorder<StreamUpdate<string>>();
        await using var subscription = run.Work.Subscribe(updates.Add);
        await updates.UntilAsync(static update => update.All.Count == 2);
        release[0].Set();
        await updates.UntilAsync(static update => update.All.Count == 3);
        release[1].Set();
        await subscription.Completion.Soon();
        var reset = Assert.Single(updates.Seen, static update => update.IsReset);
        Assert.Equal(2, reset.Attempt);
        Assert.Equal(reset.All, reset.New);
    }

    [Fact]
    public async Task Committed_reads_only_what_completed_and_never_a_reset()
    {
        await using var host = TestHost.Create();
        var (run, release) = await Start(host, ["a", "b"], ["X"]);
        var options = new StreamOptions { Committed = true };
        await using var probe = new Probe<string>(run.Work.StreamAsync(options));
        var pending = probe.Move();
        var items = run.Work.StreamAsync(options).ReadItemsAsync().ToListSoon();
        var all = run.Work.StreamAllAsync(options).ToListSoon();
        release[0].Set();
        await Written(run, 2, 0);
        Assert.False(pending.IsCompleted);
        release[1].Set();
        Assert.True(await pending.Soon());
        Assert.Equal("X", probe.Current);
        await probe.AssertEndAsync();
        Assert.Equal([StreamItemKind.Chunk, StreamItemKind.End], (await items).Select(static item => item.Kind));
        Assert.Equal(["X"], (await all).Select(static chunk => chunk.Value));
    }

    [Fact]
    public async Task Committed_reads_nothing_of_an_invocation_that_failed()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            throw new NonRetryableException("x");
        });
        var options = new StreamOptions { Committed = true };
        var (read, thrown) = await run.Work.StreamAsync(options).ReadToEndSoon();
        Assert.Empty(read);
        Assert.IsType<AgentFailedException>(thrown);
        Assert.Empty((await run.Work.StreamAllAsync(options).ReadToEndSoon()).Read);
    }
}

namespace Agents.Runtime.Tests.Runs;

/// <summary>How a run ends, and when its result is there.</summary>
public sealed class Ends
{
    private static async Task<string?> Never(CancellationToken token)
    {
        await Task.Delay(Timeout.Infinite, token);
        return null;
    }

    [Fact]
    public async Task A_result_and_drained_is_completed()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static _ => Task.FromResult<string?>("done"));
        Assert.Equal("done", await run.GetResultAsync().Soon());
        await run.WaitForEndAsync().Soon();
        var info = await run.GetInfoAsync();
        Assert.Equal((RunStatus.Completed, true, null, null), (info.Status, info.HasResult, info.Failure, info.CancelReason));
    }

    [Fact]
    public async Task Attempts_exhausted_is_failed_with_all_the_facts()
    {
        await using var host = TestHost.Create();
        var thrown = new List<Exception>();
        var run = await host.StartSolo(call =>
        {
            thrown.Add(new IOException($"attempt {call.Attempt}"));
            throw thrown[^1];
        });
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.GetResultAsync().Soon());
        Assert.Equal(3, thrown.Count);
        Assert.Same(thrown[2], failed.InnerException);
        var failure = failed.Failure;
        Assert.Equal((FailureCodes.Exception, "attempt 3", typeof(IOException).FullName), (failure.Code, failure.Message, failure.TypeName));
        Assert.Equal(("Work", new InvocationId(run.Id, 1), 3), (failure.Node, failure.Invocation, failure.Attempts));
        Assert.Contains("Ends", failure.Details!, StringComparison.Ordinal);
        Assert.Contains("Work", failed.Message, StringComparison.Ordinal);
        var again = await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon());
        Assert.Equal(failure, again.Failure);
        Assert.NotSame(failed, again);
        Assert.Equal(failure, (await run.GetInfoAsync()).Failure);
        Assert.Equal(RunStatus.Failed, (await run.GetInfoAsync()).Status);
    }

    [Fact]
    public async Task Canceled_is_canceled_and_partial_chunks_stay_readable()
    {
        await using var host = TestHost.Create();
        var fired = new Signal();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("partial");
            call.Token.Register(fired.Set);
            return await Never(call.Token);
        });
        await run.EventSoon<RunEvent.Chunk>();
        var result = run.GetResultAsync();
        Assert.True(await run.CancelAsync("why not"));
        var canceled = await Assert.ThrowsAsync<AgentCanceledException>(() => result.Soon());
        Assert.Equal(("why not", run.Id), (canceled.Reason, canceled.Run));
        await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon());
        Assert.Equal("why not", (await run.GetInfoAsync()).CancelReason);
        Assert.Equal(["partial"], (await run.Work.StreamAsync().ReadToEndSoon()).Read);
        await fired.WaitAsync();
    }

    [Fact]
    public async Task The_second_cancel_is_false_and_the_first_recorded_end_wins()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static call => Never(call.Token));
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () => await run.CancelAsync($"{number}"))));
        Assert.Single(results, static canceled => canceled);
        Assert.False(await run.CancelAsync("late"));
        Assert.NotEqual("late", (await run.GetInfoAsync()).CancelReason);

        var done = await host.StartSolo(static _ => Task.FromResult<string?>("done"));
        await done.WaitForEndAsync().Soon();
        Assert.False(await done.CancelAsync());
        Assert.Equal("done", await done.GetResultAsync());
        Assert.Equal(RunStatus.Completed, (await done.GetInfoAsync()).Status);
    }

    [Fact]
    public async Task Canceled_before_the_first_attempt_could_begin()
    {
        await using var host = TestHost.Create(static options => options.MaxConcurrency = 1);
        var (started, release) = (new Signal(), new Signal());
        var first = await host.StartSolo(async _ =>
        {
            started.Set();
            await release.WaitAsync();
            return "first";
        });
        await started.WaitAsync();
        var second = await host.SoloClient.StartAsync("second");
        Assert.True(await second.CancelAsync());
        Assert.IsType<AgentCanceledException>((await second.Work.StreamAsync().ReadToEndSoon()).Thrown);
        release.Set();
        Assert.Equal("first", await first.GetResultAsync().Soon());
        Assert.DoesNotContain(await second.EventsSoon(), static item => item is RunEvent.AttemptStarted);
    }

    [Fact]
    public async Task Canceled_while_a_retry_is_due()
    {
        await using var host = TestHost.Create(static options => options.Retry.BaseDelay = TimeSpan.FromMinutes(1));
        var attempts = 0;
        var run = await host.StartSolo(_ =>
        {
            Interlocked.Increment(ref attempts);
            throw new IOException("x");
        });
        await run.EventSoon<RunEvent.AttemptFailed>();
        Assert.True(await run.CancelAsync());
        host.Time.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon());
        Assert.Equal(1, attempts);
        Assert.IsType<AgentCanceledException>((await run.Work.StreamAsync().ReadToEndSoon()).Thrown);
    }

    [Fact]
    public async Task The_runs_timeout_is_failed()
    {
        await using var host = TestHost.Create();
        var fired = new Signal();
        var run = await host.StartSolo(
            async call =>
            {
                call.Token.Register(fired.Set);
                return await Never(call.Token);
            },
            new RunOptions { Timeout = TimeSpan.FromSeconds(90) });
        await run.EventSoon<RunEvent.AttemptStarted>();
        host.Time.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal(RunStatus.Running, (await run.GetInfoAsync()).Status);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon());
        Assert.Equal((FailureCodes.Timeout, null, null), (failed.Failure.Code, failed.Failure.Node, failed.Failure.Invocation));
        Assert.Contains("00:01:30", failed.Message, StringComparison.Ordinal);
        Assert.Null(failed.InnerException);
        Assert.IsType<AgentCanceledException>((await run.Work.StreamAsync().ReadToEndSoon()).Thrown);
        await fired.WaitAsync();
    }

    [Fact]
    public async Task A_timeout_may_lie_further_ahead_than_a_timer_reaches()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static call => Never(call.Token), new RunOptions { Timeout = TimeSpan.FromDays(60) });
        await run.EventSoon<RunEvent.AttemptStarted>();
        host.Time.Advance(TimeSpan.FromDays(50));
        host.Time.Advance(TimeSpan.FromDays(9));
        Assert.Equal(RunStatus.Running, (await run.GetInfoAsync()).Status);
        host.Time.Advance(TimeSpan.FromDays(1));
        await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon());
        Assert.True(await (await host.StartSolo(static call => Never(call.Token), new RunOptions { Timeout = TimeSpan.MaxValue })).CancelAsync());
    }

    [Fact]
    public async Task The_agents_own_run_timeout_counts_where_the_start_says_nothing()
    {
        await using var host = TestHost.Create();
        host.Script["Inherited"] = static call => Task.Delay(Timeout.Infinite, call.Token);
        var client = host.Get<TunedClient>();
        var run = await client.StartAsync("inherited", new RunOptions { AttemptTimeout = TimeSpan.FromHours(3) });
        var longer = await client.StartAsync("inherited", new RunOptions { AttemptTimeout = TimeSpan.FromHours(3), Timeout = TimeSpan.FromHours(2) });
        await longer.EventSoon<RunEvent.AttemptStarted>(static begun => begun.Node == "Inherited");
        host.Time.Advance(TimeSpan.FromSeconds(1000));
        Assert.Equal(FailureCodes.Timeout, (await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon())).Failure.Code);
        Assert.Equal(RunStatus.Running, (await longer.GetInfoAsync()).Status);
        Assert.True(await longer.CancelAsync());
    }

    [Fact]
    public async Task Drained_without_a_result_is_failed()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static call =>
        {
            call.Quiet.Emit("x");
            return TreeScript.Nothing(call);
        };
        var run = await host.TreeClient.StartAsync("x");
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.GetResultAsync().Soon());
        Assert.Equal((FailureCodes.NoResult, null, 0), (failed.Failure.Code, failed.Failure.Node, failed.Failure.Attempts));
        Assert.Contains("completed without a result", failed.Message, StringComparison.Ordinal);
        await run.Root.StreamAsync().ToListSoon();
    }

    [Fact]
    public async Task Drained_where_no_node_gives_a_result_is_completed()
    {
        await using var host = TestHost.Create();
        var run = await host.Get<MuteClient>().StartAsync(3);
        await run.GetResultAsync().Soon();
        await run.WaitForEndAsync().Soon();
        var info = await run.GetInfoAsync();
        Assert.Equal((RunStatus.Completed, false, 4), (info.Status, info.HasResult, info.Invocations));
        await host.Get<MuteClient>().InvokeAsync(1).Soon();
    }

    [Fact]
    public async Task Where_no_node_gives_a_result_GetResult_waits_for_the_end()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Script["Again"] = _ => release.WaitAsync();
        var run = await host.Get<MuteClient>().StartAsync(2);
        await run.EventSoon<RunEvent.InvocationCompleted>();
        var result = run.GetResultAsync();
        Assert.False(result.IsCompleted);
        release.Set();
        await result.Soon();
        Assert.Equal(RunStatus.Completed, (await run.GetInfoAsync()).Status);
    }

    [Fact]
    public async Task The_result_is_there_before_the_end()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = static call =>
        {
            call.Quiet.Emit("x");
            return Task.FromResult<string?>("result");
        };
        host.Tree.Quiet = async _ =>
        {
            await release.WaitAsync();
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        Assert.Equal("result", await run.GetResultAsync().Soon());
        var end = run.WaitForEndAsync();
        Assert.False(end.IsCompleted);
        var info = await run.GetInfoAsync();
        Assert.Equal((RunStatus.Running, true), (info.Status, info.HasResult));
        release.Set();
        await end.Soon();
    }

    [Fact]
    public async Task The_first_recorded_result_wins()
    {
        await using var host = TestHost.Create();
        var (first, second) = (new Signal(), new Signal());
        host.Tree.Root = static call =>
        {
            call.Quiet.Emit("slow");
            call.Quiet.Emit("fast");
            return TreeScript.Nothing(call);
        };
        host.Tree.Quiet = async call =>
        {
            await (call.Input == "fast" ? first : second).WaitAsync();
            return call.Input;
        };
        var run = await host.TreeClient.StartAsync("x");
        first.Set();
        Assert.Equal("fast", await run.GetResultAsync().Soon());
        second.Set();
        await run.WaitForEndAsync().Soon();
        Assert.Equal("fast", await run.GetResultAsync().Soon());
        Assert.Single(await run.EventsSoon(), static item => item is RunEvent.ResultGiven);
    }

    [Fact]
    public async Task A_failure_after_the_result_leaves_the_run_completed()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("x");
            return Task.FromResult<string?>("result");
        };
        host.Tree.Leaf = async _ =>
        {
            await release.WaitAsync();
            throw new NonRetryableException("late");
        };
        var run = await host.TreeClient.StartAsync("x");
        Assert.Equal("result", await run.GetResultAsync().Soon());
        release.Set();
        await run.WaitForEndAsync().Soon();
        Assert.Equal(RunStatus.Completed, (await run.GetInfoAsync()).Status);
        Assert.IsType<AgentFailedException>((await run.Leaf.StreamAsync().ReadToEndSoon()).Thrown);
    }

    [Fact]
    public async Task A_cancel_after_the_result_only_stops_what_is_left()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("x");
            return Task.FromResult<string?>("result");
        };
        host.Tree.Leaf = static call => Never(call.Token);
        var run = await host.TreeClient.StartAsync("x");
        Assert.Equal("result", await run.GetResultAsync().Soon());
        Assert.True(await run.CancelAsync("enough"));
        await run.WaitForEndAsync().Soon();
        var info = await run.GetInfoAsync();
        Assert.Equal((RunStatus.Completed, null), (info.Status, info.CancelReason));
        Assert.Equal("enough", Assert.IsType<AgentCanceledException>((await run.Leaf.StreamAsync().ReadToEndSoon()).Thrown).Reason);
        Assert.Equal("result", await run.GetResultAsync());
    }

    [Fact]
    public async Task A_timeout_after_the_result_only_stops_what_is_left()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("x");
            return Task.FromResult<string?>("result");
        };
        host.Tree.Leaf = static call => Never(call.Token);
        var run = await host.TreeClient.StartAsync("x", new RunOptions { Timeout = TimeSpan.FromSeconds(5) });
        Assert.Equal("result", await run.GetResultAsync().Soon());
        host.Time.Advance(TimeSpan.FromSeconds(5));
        await run.WaitForEndAsync().Soon();
        Assert.Equal(RunStatus.Completed, (await run.GetInfoAsync()).Status);
        Assert.IsType<AgentCanceledException>((await run.Leaf.StreamAsync().ReadToEndSoon()).Thrown);
    }

    [Fact]
    public async Task Null_from_a_type_that_is_not_nullable_fails_the_attempt()
    {
        await using var host = TestHost.Create();
        var run = await host.Get<StrictClient>().StartAsync();
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.GetResultAsync().Soon());
        Assert.Equal(2, failed.Failure.Attempts);
        Assert.Contains("returned null", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_given_to_waits_end_the_wait_only()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        var run = await host.StartSolo(async _ =>
        {
            await release.WaitAsync();
            return "done";
        });
        using var source = new CancellationTokenSource();
        var (result, end) = (run.GetResultAsync(source.Token), run.WaitForEndAsync(source.Token));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => result.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await run.CancelAsync(null, source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await run.GetInfoAsync(source.Token));
        Assert.Equal(RunStatus.Running, (await run.GetInfoAsync()).Status);
        release.Set();
        Assert.Equal("done", await run.GetResultAsync().Soon());
    }

    [Fact]
    public async Task The_token_of_a_start_gives_it_up_as_long_as_it_is_not_accepted()
    {
        await using var host = TestHost.Create();
        var called = false;
        host.Solo.Work = _ =>
        {
            called = true;
            return Task.FromResult<string?>("done");
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await host.SoloClient.StartAsync("x", null, new CancellationToken(canceled: true)));
        using var source = new CancellationTokenSource();
        var run = await host.SoloClient.StartAsync("x", null, source.Token);
        await source.CancelAsync();
        Assert.Equal("done", await run.GetResultAsync().Soon());
        Assert.True(called);
        Assert.Single(await host.SoloClient.ListRunsAsync().ToListSoon());
    }

    [Fact]
    public async Task The_token_of_Invoke_cancels_the_run()
    {
        await using var host = TestHost.Create();
        var (started, fired) = (new Signal(), new Signal());
        host.Solo.Work = async call =>
        {
            call.Token.Register(fired.Set);
            started.Set();
            return await Never(call.Token);
        };
        using var source = new CancellationTokenSource();
        var invocation = host.SoloClient.InvokeAsync("x", null, source.Token);
        await started.WaitAsync();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invocation.Soon());
        await fired.WaitAsync();
        var info = Assert.Single(await host.SoloClient.ListRunsAsync().ToListSoon());
        Assert.Equal(RunStatus.Canceled, info.Status);
    }

    [Fact]
    public async Task Invoke_gives_the_result_or_throws_how_the_run_ended()
    {
        await using var host = TestHost.Create();
        Assert.Equal("done", await host.SoloClient.InvokeAsync("x").Soon());
        host.Solo.Work = static _ => throw new NonRetryableException("no");
        await Assert.ThrowsAsync<AgentFailedException>(() => host.SoloClient.InvokeAsync("x").Soon());
    }
}

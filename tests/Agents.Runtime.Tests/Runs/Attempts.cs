using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime.Tests.Runs;

/// <summary>How attempts follow each other.</summary>
public sealed class Attempts
{
    [Fact]
    public async Task A_failed_attempt_is_repeated_alone_with_the_same_input()
    {
        await using var host = TestHost.Create();
        var calls = new List<string>();
        host.Tree.Root = call =>
        {
            calls.Add("root");
            call.Leaf.Emit("one");
            call.Leaf.Emit("two");
            return Task.FromResult<string?>("done");
        };
        host.Tree.Leaf = call =>
        {
            lock (calls)
                calls.Add(call.Input);
            return call.Input == "one" && call.Attempt < 3 ? throw new IOException("again") : TreeScript.Nothing(call);
        };
        var run = await host.TreeClient.StartAsync("x");
        await run.WaitForEndAsync().Soon();
        Assert.Equal(["one", "one", "one", "root", "two"], calls.Order());
    }

    [Fact]
    public async Task Retries_are_due_after_a_delay_that_doubles()
    {
        await using var host = TestHost.Create(static options =>
        {
            options.Retry.BaseDelay = TimeSpan.FromSeconds(1);
            options.Retry.MaxDelay = TimeSpan.FromSeconds(5);
            options.Retry.MaxAttempts = 6;
            options.Retry.Jitter = 0;
        });
        var begun = new Recorder<int>();
        var run = await host.StartSolo(call =>
        {
            begun.Add(call.Attempt);
            return call.Attempt < 6 ? throw new IOException("again") : Task.FromResult<string?>("done");
        });
        TimeSpan[] delays = [.. new[] { 1, 2, 4, 5, 5 }.Select(static seconds => TimeSpan.FromSeconds(seconds))];
        foreach (var delay in delays)
        {
            await host.Time.TimerAsync(due => due == delay);
            var attempts = begun.Seen.Count;
            host.Time.Advance(delay - TimeSpan.FromMilliseconds(1));
            Assert.Equal(attempts, begun.Seen.Count);
            host.Time.Advance(TimeSpan.FromMilliseconds(1));
            await begun.UntilAsync(attempt => attempt == attempts + 1);
        }

        Assert.Equal("done", await run.GetResultAsync().Soon());
        var failures = (await run.EventsSoon()).OfType<RunEvent.AttemptFailed>().ToList();
        Assert.Equal(delays, failures.Select(static failed => failed.RetryAt!.Value - failed.Timestamp));
        Assert.Equal([1, 2, 3, 4, 5], failures.Select(static failed => failed.Attempt));
    }

    [Fact]
    public async Task Jitter_shortens_a_delay_by_its_part_at_the_most()
    {
        await using var host = TestHost.Create(static options =>
        {
            options.Retry.BaseDelay = TimeSpan.FromSeconds(100);
            options.Retry.MaxDelay = TimeSpan.FromSeconds(200);
            options.Retry.Jitter = 0.25;
        });
        var delays = new List<TimeSpan>();
        for (var round = 0; round < 40; round++)
        {
            var run = await host.StartSolo(static _ => throw new IOException("again"));
            var failed = await run.EventSoon<RunEvent.AttemptFailed>();
            delays.Add(failed.RetryAt!.Value - failed.Timestamp);
            Assert.Equal(delays[^1], await host.Time.TimerAsync(static due => due > TimeSpan.FromSeconds(61)));
            await run.CancelAsync();
        }

        Assert.All(delays, static delay => Assert.InRange(delay, TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(100)));
        Assert.True(delays.Distinct().Count() > 30, "The delays do not spread.");
    }

    [Fact]
    public async Task The_last_failure_has_no_retry()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static _ => throw new IOException("x"), new RunOptions { MaxAttempts = 2 });
        var failures = (await run.EventsSoon()).OfType<RunEvent.AttemptFailed>().ToList();
        Assert.Equal([true, false], failures.Select(static failed => failed.RetryAt is not null));
    }

    [Theory]
    [InlineData("own", null, 2)]
    [InlineData("own", 5, 2)]
    [InlineData("inherited", null, 4)]
    [InlineData("inherited", 5, 5)]
    [InlineData("solo", null, 3)]
    [InlineData("solo", 1, 1)]
    [InlineData("host", null, 7)]
    public async Task MaxAttempts_is_the_nodes_else_the_runs_else_the_agents_else_the_hosts(string whose, int? run, int expected)
    {
        await using var host = TestHost.Create(options =>
        {
            if (whose == "host")
                options.Retry.MaxAttempts = 7;
        });
        host.Solo.Work = static _ => throw new IOException("x");
        host.Script["Own"] = host.Script["Inherited"] = static _ => throw new IOException("x");
        var options = new RunOptions { MaxAttempts = run };
        AgentRun started = whose is "solo" or "host"
            ? await host.SoloClient.StartAsync("x", options)
            : await host.Get<TunedClient>().StartAsync(whose, options);
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => started.WaitForEndAsync().Soon());
        Assert.Equal(expected, failed.Failure.Attempts);
    }

    [Theory]
    [InlineData("own", null, 20)]
    [InlineData("own", 30, 20)]
    [InlineData("inherited", null, 40)]
    [InlineData("inherited", 30, 30)]
    [InlineData("solo", null, 70)]
    [InlineData("solo", 30, 30)]
    public async Task The_attempts_timeout_is_the_nodes_else_the_runs_else_the_agents_else_the_hosts(string whose, int? run, int expected)
    {
        await using var host = TestHost.Create(static options => options.AttemptTimeout = TimeSpan.FromSeconds(70));
        host.Solo.Work = static async call =>
        {
            await Task.Delay(Timeout.Infinite, call.Token);
            return null;
        };
        host.Script["Own"] = host.Script["Inherited"] = static call => Task.Delay(Timeout.Infinite, call.Token);
        var options = new RunOptions { MaxAttempts = 1, AttemptTimeout = run is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        AgentRun started = whose == "solo"
            ? await host.SoloClient.StartAsync("x", options)
            : await host.Get<TunedClient>().StartAsync(whose, options);
        // The entry of Tuned has a timeout of its own, which its end takes away.
        await started.EventSoon<RunEvent.AttemptStarted>(begun => begun.Node is "Work" or "Own" or "Inherited");
        await host.Time.PassAsync(TimeSpan.FromSeconds(expected));
        var failed = await started.EventSoon<RunEvent.AttemptFailed>();
        Assert.Equal((FailureCodes.Timeout, null), (failed.Failure.Code, whose == "own" ? null : failed.RetryAt));
        await started.CancelAsync();
    }

    [Theory]
    [InlineData(typeof(ArgumentException), 1)]
    [InlineData(typeof(ArgumentNullException), 1)]
    [InlineData(typeof(InvalidDataException), 1)]
    [InlineData(typeof(NonRetryableException), 1)]
    [InlineData(typeof(DerivedNonRetryable), 1)]
    [InlineData(typeof(IOException), 4)]
    [InlineData(typeof(OperationCanceledException), 4)]
    public async Task Exceptions_that_are_not_retried(Type type, int attempts)
    {
        await using var host = TestHost.Create();
        host.Script["Picky"] = _ => throw (Exception)Activator.CreateInstance(type)!;
        var run = await host.Get<TunedClient>().StartAsync("picky");
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon());
        Assert.Equal((attempts, type.FullName), (failed.Failure.Attempts, failed.Failure.TypeName));
        Assert.IsType(type, failed.InnerException);
    }

    private sealed class DerivedNonRetryable : NonRetryableException;

    [Fact]
    public async Task A_timeout_fires_the_token_and_counts_as_a_failed_attempt()
    {
        await using var host = TestHost.Create(static options => options.AttemptTimeout = TimeSpan.FromSeconds(60));
        var run = await host.StartSolo(static async call =>
        {
            if (call.Attempt == 1)
                await Task.Delay(Timeout.Infinite, call.Token);
            return "second";
        });
        await host.Time.PassAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("second", await run.GetResultAsync().Soon());
        var failed = Assert.Single((await run.EventsSoon()).OfType<RunEvent.AttemptFailed>());
        Assert.Equal((FailureCodes.Timeout, 1), (failed.Failure.Code, failed.Attempt));
        Assert.Contains("00:01:00", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_returns_after_its_timeout_has_failed_all_the_same()
    {
        await using var host = TestHost.Create(static options => options.AttemptTimeout = TimeSpan.FromSeconds(60));
        var release = new Signal();
        host.Tree.Root = async call =>
        {
            if (call.Attempt > 1)
                return "second";
            call.Leaf.Emit("dropped");
            await release.WaitAsync();
            return "late";
        };
        var run = await host.TreeClient.StartAsync("x");
        await host.Time.PassAsync(TimeSpan.FromSeconds(60));
        release.Set();
        Assert.Equal("second", await run.GetResultAsync().Soon());
        await run.WaitForEndAsync().Soon();
        Assert.Equal(1, (await run.GetInfoAsync()).Invocations);
    }

    [Fact]
    public async Task A_delay_beyond_all_time_is_due_at_its_end()
    {
        await using var host = TestHost.Create(static options =>
        {
            options.Retry.BaseDelay = TimeSpan.MaxValue;
            options.Retry.MaxDelay = TimeSpan.MaxValue;
            options.Retry.Jitter = 0;
        });
        var run = await host.StartSolo(static _ => throw new IOException("once"));
        var failed = await run.ReadEventsAsync().OfType<RunEvent.AttemptFailed>()
            .FirstAsync(TestContext.Current.CancellationToken).AsTask().Soon();
        Assert.Equal(DateTime.MaxValue.Ticks, failed.RetryAt!.Value.UtcTicks);
        Assert.True(await run.CancelAsync());
    }

    [Fact]
    public async Task A_timer_does_not_run_in_the_context_of_whoever_made_it()
    {
        var ambient = new AsyncLocal<string?> { Value = "the starter's" };
        var elapsed = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var timer = new DueTimer(TimeProvider.System, () => elapsed.SetResult(ambient.Value));
        timer.Start(TimeSpan.Zero);
        Assert.Null(await elapsed.Task.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal("the starter's", ambient.Value);
        timer.Stop();
    }

    [Fact]
    public async Task After_the_grace_time_a_hung_attempt_is_superseded_and_its_slot_freed()
    {
        await using var host = TestHost.Create(static options =>
        {
            options.MaxConcurrency = 1;
            options.AttemptTimeout = TimeSpan.FromSeconds(60);
            options.GraceTime = TimeSpan.FromSeconds(7);
        });
        var (started, release, ended) = (new Signal(), new Signal(), new Signal());
        host.Tree.Root = async call =>
        {
            if (call.Attempt > 1)
                return "second";
            call.Leaf.Emit("dropped");
            started.Set();
            await release.WaitAsync();
            ended.Set();
            return "hung";
        };
        var run = await host.TreeClient.StartAsync("x");
        await started.WaitAsync();
        await host.Time.PassAsync(TimeSpan.FromSeconds(60));
        await host.Time.TimerAsync(static due => due == TimeSpan.FromSeconds(7));
        Assert.Equal(RunStatus.Running, (await run.GetInfoAsync()).Status);
        host.Time.Advance(TimeSpan.FromSeconds(7));
        // The host has one slot: the second attempt gets it while the first still hangs.
        Assert.Equal("second", await run.GetResultAsync().Soon());
        Assert.False(ended.IsSet);
        release.Set();
        await ended.WaitAsync();
        await run.WaitForEndAsync().Soon();
        Assert.Equal("second", await run.GetResultAsync());
        Assert.Equal(1, (await run.GetInfoAsync()).Invocations);
        // The slot was given back once: another run still waits its turn, no two execute at once.
        await AssertOneAtATime(host);
    }

    [Fact]
    public async Task After_the_grace_time_a_canceled_attempt_that_hangs_gives_its_slot_back()
    {
        await using var host = TestHost.Create(static options =>
        {
            options.MaxConcurrency = 1;
            options.GraceTime = TimeSpan.FromSeconds(7);
        });
        var (started, release) = (new Signal(), new Signal());
        var hung = await host.StartSolo(async _ =>
        {
            started.Set();
            await release.WaitAsync();
            return "hung";
        });
        await started.WaitAsync();
        await hung.CancelAsync();
        host.Solo.Work = static _ => Task.FromResult<string?>("next");
        var next = await host.SoloClient.StartAsync("x");
        await host.Time.PassAsync(TimeSpan.FromSeconds(7));
        Assert.Equal("next", await next.GetResultAsync().Soon());
        release.Set();
        await AssertOneAtATime(host);
    }

    private static async Task AssertOneAtATime(TestHost host)
    {
        var (running, most) = (0, 0);
        host.Solo.Work = async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return "done";
        };
        var runs = new List<SoloRun>();
        for (var number = 0; number < 20; number++)
            runs.Add(await host.SoloClient.StartAsync("x"));
        foreach (var run in runs)
            await run.WaitForEndAsync().Soon();
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_grace_time_of_zero_and_a_node_that_ignores_its_token()
    {
        await using var host = TestHost.Create(static options =>
        {
            options.AttemptTimeout = TimeSpan.FromSeconds(60);
            options.GraceTime = TimeSpan.Zero;
        });
        var release = new Signal();
        var run = await host.StartSolo(async call =>
        {
            if (call.Attempt == 1)
                await release.WaitAsync();
            return $"{call.Attempt}";
        });
        await host.Time.PassAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("2", await run.GetResultAsync().Soon());
        release.Set();
    }

    [Fact]
    public async Task What_a_failed_attempt_emitted_is_dropped_and_what_it_streamed_stays()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static async call =>
        {
            call.Leaf.Emit($"from {call.Attempt}");
            await call.WriteAsync($"chunk {call.Attempt}");
            return call.Attempt == 1 ? throw new IOException("again") : "done";
        };
        host.Tree.Leaf = static async call =>
        {
            await call.WriteAsync(call.Input);
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        await run.WaitForEndAsync().Soon();
        Assert.Equal(["from 2"], (await run.Leaf.StreamAllAsync().ToListSoon()).Select(static chunk => chunk.Value));
        Assert.Equal(["chunk 1", "chunk 2"], (await run.Root.StreamAllAsync().ToListSoon()).Select(static chunk => chunk.Value));
        Assert.Equal(2, (await run.GetInfoAsync()).Invocations);
    }

    [Fact]
    public async Task The_context_tells_the_place_and_the_idempotency_key_stays_the_same()
    {
        await using var host = TestHost.Create();
        var seen = new List<(string Key, int Attempt, InvocationId Invocation, string Node, string Metadata)>();
        host.Tree.Root = Look;
        host.Tree.Leaf = Look;
        var run = await host.TreeClient.StartAsync("x", new RunOptions { Metadata = new Dictionary<string, string> { ["who"] = "me" } });
        await run.WaitForEndAsync().Soon();
        Assert.Equal(4, seen.Count);
        Assert.All(seen, look => Assert.Equal(run.Id, look.Invocation.Run));
        Assert.Equal([1, 2, 1, 2], seen.Select(static look => look.Attempt));
        Assert.Equal(["Root", "Root", "Leaf", "Leaf"], seen.Select(static look => look.Node));
        Assert.Equal([1, 1, 2, 2], seen.Select(static look => look.Invocation.Ordinal));
        Assert.All(seen, static look => Assert.Equal("me", look.Metadata));
        Assert.Equal(seen[0].Key, seen[1].Key);
        Assert.Equal(seen[2].Key, seen[3].Key);
        Assert.NotEqual(seen[0].Key, seen[2].Key);

        Task<string?> Look(TreeCall call)
        {
            var context = call.Context;
            Assert.Same(host.Time, context.TimeProvider);
            seen.Add((context.IdempotencyKey, context.Attempt, context.InvocationId, context.Node, context.Metadata["who"]));
            if (call.Attempt == 1)
                throw new IOException("again");
            if (context.Node == "Root")
                call.Leaf.Emit("x");
            return Task.FromResult<string?>("done");
        }
    }

    [Fact]
    public async Task Services_come_from_a_scope_of_the_attempt_that_is_disposed_before_its_completion()
    {
        var journal = new Tracked.Journal();
        await using var host = TestHost.Create(services: services => services
            .AddSingleton(journal).AddScoped<Tracked>().AddKeyedSingleton("loud", "HELLO"));
        SpinWhileDisposing();
        host.Script["Serve"] = static call => call.Context.Attempt == 1 ? throw new IOException("again") : Task.CompletedTask;
        var run = await host.Get<ServedClient>().StartAsync();
        Assert.Equal("True HELLO True", await run.GetResultAsync().Soon());
        await run.WaitForEndAsync().Soon();
        Assert.Equal(["made", "disposed", "made", "disposed"], journal.Entries);

        void SpinWhileDisposing()
        {
            var client = host.Get<ServedClient>();
            journal.OnDisposed = () =>
            {
                var info = client.ListRunsAsync().ToBlockingEnumerable().Single();
                Assert.False(info.HasResult);
                Assert.Equal(1, info.Invocations);
            };
        }
    }

    [Fact]
    public async Task A_service_that_fails_to_dispose_fails_the_attempt()
    {
        var journal = new Tracked.Journal();
        var disposals = 0;
        journal.OnDisposed = () =>
        {
            if (++disposals == 1)
                throw new IOException("dispose");
        };
        await using var host = TestHost.Create(services: services => services
            .AddSingleton(journal).AddScoped<Tracked>().AddKeyedSingleton("loud", "HELLO"));
        var run = await host.Get<ServedClient>().StartAsync();
        await run.GetResultAsync().Soon();
        Assert.Equal("dispose", (await run.EventSoon<RunEvent.AttemptFailed>()).Failure.Message);
    }

    [Fact]
    public async Task A_service_that_is_missing_fails_the_attempt_by_its_name()
    {
        await using var host = TestHost.Create();
        var run = await host.Get<ServedClient>().StartAsync(new RunOptions { MaxAttempts = 1 });
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.GetResultAsync().Soon());
        Assert.Contains(nameof(Tracked), failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_of_the_token_that_throws_harms_nobody()
    {
        await using var host = TestHost.Create();
        var (started, fired) = (new Signal(), new Signal());
        var run = await host.StartSolo(async call =>
        {
            call.Token.Register(fired.Set);
            call.Token.Register(static () => throw new InvalidOperationException("callback"));
            started.Set();
            await Task.Delay(Timeout.Infinite, call.Token);
            return null;
        });
        await started.WaitAsync();
        Assert.True(await run.CancelAsync());
        await fired.WaitAsync();
        Assert.Equal("done", await (await host.StartSolo(static _ => Task.FromResult<string?>("done"))).GetResultAsync().Soon());
    }
}

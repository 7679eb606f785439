using System.Runtime.CompilerServices;

namespace Agents.Runtime.Tests.Streams;

public sealed class S11_Limits
{
    private static async Task AssertLimit(AgentRun run, string limit, int value)
    {
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon());
        Assert.Equal((FailureCodes.Limit, 1), (failed.Failure.Code, failed.Failure.Attempts));
        var exception = Assert.IsType<AgentLimitException>(failed.InnerException);
        Assert.Equal((limit, value), (exception.Limit, exception.Value));
        Assert.Contains(limit, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chunks_per_invocation(bool nodeSwallows)
    {
        await using var host = TestHost.Create(static options => options.Limits.ChunksPerInvocation = 3);
        Exception? thrown = null;
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a", "b", "c");
            thrown = await Record.ExceptionAsync(async () => await call.WriteAsync("d"));
            return nodeSwallows ? "done" : throw thrown!;
        });
        await AssertLimit(run, "ChunksPerInvocation", 3);
        Assert.IsType<AgentLimitException>(thrown);
        Assert.Equal(3, (await run.Work.StreamAsync().ReadToEndSoon()).Read.Count);
    }

    [Fact]
    public async Task Chunks_per_invocation_count_over_all_attempts()
    {
        await using var host = TestHost.Create(static options => options.Limits.ChunksPerInvocation = 3);
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a", "b");
            throw new IOException("again");
        });
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon());
        Assert.Equal((FailureCodes.Limit, 2), (failed.Failure.Code, failed.Failure.Attempts));
        Assert.Equal(3, (await run.GetInfoAsync()).Chunks);
    }

    [Fact]
    public async Task Emits_per_invocation()
    {
        await using var host = TestHost.Create(static options => options.Limits.EmitsPerInvocation = 3);
        host.Tree.Root = static call =>
        {
            for (var number = 0; number < 4; number++)
                call.Leaf.Emit("x");
            return TreeScript.Nothing(call);
        };
        var run = await host.TreeClient.StartAsync("x");
        await AssertLimit(run, "EmitsPerInvocation", 3);
        Assert.Equal(1, (await run.GetInfoAsync()).Invocations);
    }

    [Fact]
    public async Task Invocations_per_run_at_the_emit()
    {
        await using var host = TestHost.Create(static options => options.Limits.InvocationsPerRun = 3);
        host.Tree.Root = static call =>
        {
            for (var number = 0; number < 3; number++)
                call.Leaf.Emit("x");
            return TreeScript.Nothing(call);
        };
        await AssertLimit(await host.TreeClient.StartAsync("x"), "InvocationsPerRun", 3);
    }

    [Fact]
    public async Task Invocations_per_run_ends_an_endless_loop()
    {
        await using var host = TestHost.Create(static options => options.Limits.InvocationsPerRun = 100);
        host.Tree.Root = host.Tree.Leaf = static call =>
        {
            call.Leaf.Emit("again");
            return TreeScript.Nothing(call);
        };
        var run = await host.TreeClient.StartAsync("x");
        await AssertLimit(run, "InvocationsPerRun", 100);
        Assert.Equal(100, (await run.GetInfoAsync()).Invocations);
    }

    [Fact]
    public async Task Invocations_per_run_holds_for_siblings_that_emit_at_once()
    {
        await using var host = TestHost.Create(static options => options.Limits.InvocationsPerRun = 4);
        var (first, second) = (new Signal(), new Signal());
        host.Tree.Root = static call =>
        {
            call.Leaf.Emit("0");
            call.Leaf.Emit("1");
            return TreeScript.Nothing(call);
        };
        host.Tree.Leaf = async call =>
        {
            if (call.Input is not ("0" or "1"))
                return null;
            // Each of the two has room for its emit alone, when it emits.
            call.Quiet.Emit("x");
            (call.Input == "0" ? first : second).Set();
            await first.WaitAsync();
            await second.WaitAsync();
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        await AssertLimit(run, "InvocationsPerRun", 4);
    }

    [Fact]
    public async Task A_limit_within_the_default_is_reached_exactly()
    {
        await using var host = TestHost.Create(static options =>
        {
            options.Limits.ChunksPerInvocation = 4;
            options.Limits.EmitsPerInvocation = 2;
            options.Limits.InvocationsPerRun = 3;
        });
        host.Tree.Root = static async call =>
        {
            await call.WriteAsync("a", "b");
            call.Leaf.Emit("x");
            call.Leaf.Emit("y");
            return call.Attempt == 1 ? throw new IOException("chunks count over all attempts, emits in each") : "done";
        };
        var run = await host.TreeClient.StartAsync("x");
        await run.WaitForEndAsync().Soon();
        Assert.Equal(3, (await run.GetInfoAsync()).Invocations);
    }

    [Fact]
    public async Task Finished_runs_are_kept_by_count_the_newest()
    {
        await using var host = TestHost.Create(static options => options.Retention.MaxFinishedRuns = 3);
        var (started, release) = (new Signal(), new Signal());
        var pending = await host.StartSolo(async _ =>
        {
            started.Set();
            await release.WaitAsync();
            return "pending";
        });
        await started.WaitAsync();
        host.Solo.Work = static _ => Task.FromResult<string?>("done");
        var runs = new List<SoloRun>();
        for (var number = 0; number < 5; number++)
        {
            runs.Add(await host.SoloClient.StartAsync("x"));
            await runs[^1].WaitForEndAsync().Soon();
        }

        await Until(async () => await host.SoloClient.GetRunAsync(runs[1].Id) is null);
        Assert.Null(await host.SoloClient.GetRunAsync(runs[0].Id));
        Assert.NotNull(await host.SoloClient.GetRunAsync(runs[2].Id));
        Assert.NotNull(await host.SoloClient.GetRunAsync(pending.Id));
        // The handle keeps its log.
        Assert.Equal("done", await runs[0].GetResultAsync());
        Assert.Empty(await runs[0].Work.StreamAsync().ToListSoon());
        release.Set();
        await pending.WaitForEndAsync().Soon();
    }

    [Fact]
    public async Task Finished_runs_are_kept_by_age()
    {
        await using var host = TestHost.Create(static options => options.Retention.MaxAge = TimeSpan.FromMinutes(10));
        var release = new Signal();
        var pending = await host.StartSolo(async _ =>
        {
            await release.WaitAsync();
            return "pending";
        });
        host.Tree.Root = static _ => Task.FromResult<string?>("done");
        var old = await host.TreeClient.StartAsync("x");
        await old.WaitForEndAsync().Soon();
        await host.Time.TimerAsync(static due => due == TimeSpan.FromMinutes(1));
        host.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.NotNull(await host.TreeClient.GetRunAsync(old.Id));
        var young = await host.TreeClient.StartAsync("x");
        await young.WaitForEndAsync().Soon();
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await host.TreeClient.GetRunAsync(old.Id));
        Assert.NotNull(await host.TreeClient.GetRunAsync(young.Id));
        Assert.NotNull(await host.SoloClient.GetRunAsync(pending.Id));
        Assert.Equal(RunStatus.Completed, (await old.GetInfoAsync()).Status);
        release.Set();
        await pending.WaitForEndAsync().Soon();
    }

    [Fact]
    public async Task An_enumeration_keeps_its_log()
    {
        await using var host = TestHost.Create(static options => options.Retention.MaxFinishedRuns = 0);
        await using var probe = await Open(host);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.Equal("b", await probe.NextAsync());
        await probe.AssertEndAsync();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static async Task<Probe<string>> Open(TestHost host)
        {
            var run = await host.StartSolo(static async call =>
            {
                await call.WriteAsync("a", "b");
                return "done";
            });
            var probe = new Probe<string>(run.Work.StreamAsync());
            await probe.NextAsync();
            await run.WaitForEndAsync().Soon();
            return probe;
        }
    }

    /// <summary>The registry learns of a run's end just after those who wait for it.</summary>
    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var round = 0; !await holds(); round++)
        {
            Assert.True(round < 100_000, "It never came to hold.");
            await Task.Yield();
        }
    }
}

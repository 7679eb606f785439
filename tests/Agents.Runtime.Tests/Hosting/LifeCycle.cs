using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Agents.Runtime.Tests.Hosting;

/// <summary>The runtime follows its host.</summary>
public sealed class LifeCycle
{
    private static (IHost Host, SoloScript Script) Build(Action<AgentsOptions>? options = null)
    {
        var script = new SoloScript();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(script);
        builder.Services.AddAgents(options).AddSolo();
        builder.Services.AddHealthChecks().AddAgents();
        return (builder.Build(), script);
    }

    private static SoloClient Client(IHost host) => host.Services.GetRequiredService<SoloClient>();

    private static async Task<string?> Until(Signal release, CancellationToken token)
    {
        await release.OrCanceledAsync(token);
        return "done";
    }

    [Fact]
    public async Task It_works_without_being_started()
    {
        var (host, _) = Build();
        using (host)
            Assert.Equal("done", await Client(host).InvokeAsync("x").Soon());
    }

    [Fact]
    public async Task It_works_started_and_stopped()
    {
        var (host, _) = Build();
        using (host)
        {
            await host.StartAsync();
            Assert.Equal("done", await Client(host).InvokeAsync("x").Soon());
            await host.StopAsync().Soon();
        }
    }

    [Fact]
    public async Task A_stop_refuses_starts_and_what_is_finished_stays_readable()
    {
        var (host, _) = Build();
        using (host)
        {
            await host.StartAsync();
            var run = await Client(host).StartAsync("x");
            await run.WaitForEndAsync().Soon();
            await host.StopAsync().Soon();
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Client(host).StartAsync("x"));
            Assert.Contains("stopped", exception.Message, StringComparison.Ordinal);
            Assert.Equal("done", await run.GetResultAsync());
            Assert.Equal(RunStatus.Completed, Assert.Single(await Client(host).ListRunsAsync().ToListSoon()).Status);
        }
    }

    [Fact]
    public async Task A_stop_fires_tokens_and_waits_for_attempts()
    {
        var (host, script) = Build();
        using (host)
        {
            await host.StartAsync();
            var (started, fired, release) = (new Signal(), new Signal(), new Signal());
            script.Work = async call =>
            {
                call.Token.Register(fired.Set);
                started.Set();
                await release.WaitAsync();
                await call.WriteAsync("last words");
                return "in time";
            };
            var run = await Client(host).StartAsync("x");
            await started.WaitAsync();
            var stop = host.StopAsync();
            await fired.WaitAsync();
            Assert.False(stop.IsCompleted);
            Assert.Equal(RunStatus.Running, (await run.GetInfoAsync()).Status);
            release.Set();
            await stop.Soon();
            Assert.Equal("in time", await run.GetResultAsync().Soon());
            Assert.Equal(["last words"], await run.Work.StreamAsync().ToListSoon());
        }
    }

    [Fact]
    public async Task An_attempt_that_heeds_the_stop_is_interrupted_and_its_run_canceled()
    {
        var (host, script) = Build();
        using (host)
        {
            await host.StartAsync();
            var started = new Signal();
            script.Work = call =>
            {
                started.Set();
                return Until(new Signal(), call.Token);
            };
            var run = await Client(host).StartAsync("x");
            await started.WaitAsync();
            await host.StopAsync().Soon();
            var canceled = await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon());
            Assert.Equal(AgentCanceledException.HostStopped, canceled.Reason);
            var events = await run.EventsSoon();
            Assert.Single(events, static item => item is RunEvent.AttemptInterrupted);
            Assert.DoesNotContain(events, static item => item is RunEvent.AttemptFailed);
        }
    }

    [Fact]
    public async Task An_attempt_that_breaks_because_of_the_stop_is_interrupted_too()
    {
        await using var host = TestHost.Create(static options => options.DisposeTimeout = TimeSpan.FromMinutes(5));
        var started = new Signal();
        var run = await host.StartSolo(async call =>
        {
            started.Set();
            try
            {
                await Task.Delay(Timeout.Infinite, call.Token);
                return null;
            }
            catch (OperationCanceledException exception)
            {
                throw new IOException("The connection was closed.", exception);
            }
        }, new RunOptions { MaxAttempts = 1 });
        await started.WaitAsync();
        await host.Provider.DisposeAsync().Soon();
        Assert.Equal(
            AgentCanceledException.HostStopped,
            (await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon())).Reason);
        Assert.Single(await run.EventsSoon(), static item => item is RunEvent.AttemptInterrupted);
    }

    [Fact]
    public async Task After_the_shutdown_time_out_what_is_left_is_ended()
    {
        var (host, script) = Build();
        using (host)
        {
            await host.StartAsync();
            var (started, release, ended) = (new Signal(), new Signal(), new Signal());
            Exception? late = null;
            script.Work = async call =>
            {
                started.Set();
                await release.WaitAsync();
                late = await Record.ExceptionAsync(async () => await call.Chunks.WriteAsync("late"));
                ended.Set();
                return "late";
            };
            var run = await Client(host).StartAsync("x");
            await started.WaitAsync();
            using var patience = new CancellationTokenSource();
            var stop = host.StopAsync(patience.Token);
            Assert.False(stop.IsCompleted);
            await patience.CancelAsync();
            await Record.ExceptionAsync(() => stop.Soon());
            await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon());
            release.Set();
            await ended.WaitAsync();
            Assert.IsType<OperationCanceledException>(late);
        }
    }

    [Fact]
    public async Task A_stop_after_the_result_leaves_the_run_completed()
    {
        await using var host = TestHost.Create();
        host.Tree.Root = static call =>
        {
            call.Quiet.Emit("x");
            return Task.FromResult<string?>("done");
        };
        host.Tree.Quiet = static async call =>
        {
            await Task.Delay(Timeout.Infinite, call.Token);
            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        Assert.Equal("done", await run.GetResultAsync().Soon());
        await host.DisposeAsync();
        await run.WaitForEndAsync().Soon();
        Assert.Equal(RunStatus.Completed, (await run.GetInfoAsync()).Status);
    }

    [Fact]
    public async Task Runs_that_wait_for_a_slot_or_a_retry_end_with_the_host()
    {
        await using var host = TestHost.Create(static options =>
        {
            options.MaxConcurrency = 1;
            options.Retry.BaseDelay = TimeSpan.FromMinutes(5);
        });
        var retries = await host.StartSolo(static _ => throw new IOException("x"));
        await retries.EventSoon<RunEvent.AttemptFailed>();
        var started = new Signal();
        var executes = await host.StartSolo(call =>
        {
            started.Set();
            return Until(new Signal(), call.Token);
        });
        await started.WaitAsync();
        var waits = await host.SoloClient.StartAsync("x");
        await host.DisposeAsync();
        foreach (var run in new[] { retries, executes, waits })
        {
            var canceled = await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon());
            Assert.Equal(AgentCanceledException.HostStopped, canceled.Reason);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_ways_of_disposing_a_provider_end_the_runs(bool asynchronously)
    {
        var host = TestHost.Create();
        var fired = new Signal();
        var started = new Signal();
        var run = await host.StartSolo(async call =>
        {
            call.Token.Register(fired.Set);
            started.Set();
            return await Until(new Signal(), call.Token);
        });
        await started.WaitAsync();
        var client = host.SoloClient;
        if (asynchronously)
            await host.Provider.DisposeAsync().Soon();
        else
            host.Provider.Dispose();
        await fired.WaitAsync();
        Assert.Equal(
            AgentCanceledException.HostStopped,
            (await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon())).Reason);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await client.StartAsync("x"));
    }

    [Fact]
    public async Task A_provider_stops_the_runs_before_it_disposes_of_their_modules()
    {
        var host = TestHost.Create(static options => options.DisposeTimeout = TimeSpan.FromSeconds(20));
        var started = new Signal();
        var run = await host.Get<DisposableClient>().StartAsync(started);
        await started.WaitAsync();
        await host.DisposeAsync();
        var canceled = await Assert.ThrowsAsync<AgentCanceledException>(() => run.GetResultAsync().Soon());
        Assert.Equal(AgentCanceledException.HostStopped, canceled.Reason);
        var events = await run.ReadEventsAsync().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Single(events.OfType<RunEvent.AttemptInterrupted>());
        Assert.Empty(events.OfType<RunEvent.AttemptFailed>());
    }

    [Fact]
    public async Task An_asynchronous_disposal_waits_for_attempts_that_end_in_time()
    {
        var host = TestHost.Create(static options => options.DisposeTimeout = TimeSpan.FromMinutes(5));
        var (started, release, fired) = (new Signal(), new Signal(), new Signal());
        var run = await host.StartSolo(async call =>
        {
            call.Token.Register(fired.Set);
            started.Set();
            await release.WaitAsync();
            return "in time";
        });
        await started.WaitAsync();
        var disposal = host.Provider.DisposeAsync().AsTask();
        await fired.WaitAsync();
        Assert.False(disposal.IsCompleted);
        release.Set();
        await disposal.Soon();
        Assert.Equal("in time", await run.GetResultAsync().Soon());
    }

    [Fact]
    public async Task An_asynchronous_disposal_waits_no_longer_than_its_time_out()
    {
        var host = TestHost.Create(static options => options.DisposeTimeout = TimeSpan.FromMilliseconds(20));
        var (started, release) = (new Signal(), new Signal());
        var run = await host.StartSolo(async _ =>
        {
            started.Set();
            await release.WaitAsync();
            return "late";
        });
        await started.WaitAsync();
        // This patience alone goes by the machine's clock; the test depends on no duration.
        await host.Provider.DisposeAsync().Soon();
        await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon());
        release.Set();
    }

    [Fact]
    public async Task Starts_that_race_with_the_stop_either_are_refused_or_end()
    {
        for (var round = 0; round < 30; round++)
        {
            var host = TestHost.Create();
            host.Solo.Work = static call => Until(new Signal(), call.Token);
            var client = host.SoloClient;
            var starts = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                var runs = new List<SoloRun>();
                while (true)
                {
                    try
                    {
                        runs.Add(await client.StartAsync("x"));
                    }
                    catch (InvalidOperationException)
                    {
                        return runs;
                    }
                }
            })).ToList();
            await host.DisposeAsync();
            foreach (var run in (await Task.WhenAll(starts).Soon()).SelectMany(static runs => runs))
                await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon());
        }
    }

    [Fact]
    public async Task A_run_that_is_started_while_the_provider_is_disposed_of_ends_with_the_host()
    {
        var last = new StartsAtTheEnd();
        var host = TestHost.Create(services: services => services.AddSingleton(_ => last));
        last.Client = host.SoloClient;
        Assert.Same(last, host.Get<StartsAtTheEnd>());      // created last, so disposed of first
        await host.DisposeAsync();
        var canceled = await Assert.ThrowsAsync<AgentCanceledException>(() => last.Run!.WaitForEndAsync().Soon());
        Assert.Equal(AgentCanceledException.HostStopped, canceled.Reason);
    }

    private sealed class StartsAtTheEnd : IAsyncDisposable
    {
        public SoloClient? Client { get; set; }

        public SoloRun? Run { get; private set; }

        public async ValueTask DisposeAsync()
        {
            Run = await Client!.StartAsync("x");
            // The module cannot be had any more. That is told before the host itself is disposed of.
            await Run.ReadEventsAsync().FirstAsync(static item => item is RunEvent.AttemptInterrupted or RunEvent.AttemptFailed).AsTask().Soon();
        }
    }

    [Fact]
    public async Task A_second_stop_and_disposal_do_nothing()
    {
        var (host, _) = Build();
        await host.StartAsync();
        await Client(host).InvokeAsync("x").Soon();
        await host.StopAsync().Soon();
        await host.StopAsync().Soon();
        host.Dispose();
        host.Dispose();
    }

    [Fact]
    public async Task Health_is_good_until_the_stop()
    {
        var (host, script) = Build(static options => options.MaxConcurrency = 1);
        using (host)
        {
            await host.StartAsync();
            var health = host.Services.GetRequiredService<HealthCheckService>();
            var report = await health.CheckHealthAsync();
            Assert.Equal(HealthStatus.Healthy, report.Status);
            Assert.Equal(1, report.Entries["agents"].Data["maxConcurrency"]);

            var (started, release) = (new Signal(), new Signal());
            script.Work = call =>
            {
                started.Set();
                return Until(release, CancellationToken.None);
            };
            var first = await Client(host).StartAsync("x");
            await started.WaitAsync();
            var second = await Client(host).StartAsync("x");
            report = await health.CheckHealthAsync();
            Assert.Equal(HealthStatus.Healthy, report.Status);
            Assert.Equal((1, 1), (report.Entries["agents"].Data["executing"], report.Entries["agents"].Data["waiting"]));
            release.Set();
            await first.WaitForEndAsync().Soon();
            await second.WaitForEndAsync().Soon();
            await host.StopAsync().Soon();
            report = await health.CheckHealthAsync();
            Assert.Equal(HealthStatus.Unhealthy, report.Status);
            Assert.Contains("stopped", report.Entries["agents"].Description, StringComparison.Ordinal);
        }
    }
}

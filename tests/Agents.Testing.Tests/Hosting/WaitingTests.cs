using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>Who waits in vain is told so, and why.</summary>
public sealed class WaitingTests
{
    private readonly Script script = new();

    [Fact]
    public async Task A_deadlock_is_reported_with_what_the_runs_did()
    {
        script.Work = static (_, _, _) => new TaskCompletionSource<string>().Task;
        await using var host = CreateHost(options => options with { Patience = TimeSpan.FromMilliseconds(100) }, static agents => agents.AttemptTimeout = null);

        var stuck = await Assert.ThrowsAsync<AgentTestStuckException>(() => host.RunAsync(async () =>
        {
            await host.Get<QuietClient>().InvokeAsync();
        }));

        Assert.Contains("no timer is set", stuck.Message, StringComparison.Ordinal);
        Assert.Contains("Wait#1 AttemptStarted attempt 1", stuck.Message, StringComparison.Ordinal);
        var again = await Assert.ThrowsAsync<AgentTestStuckException>(() => host.RunAsync(() => Task.CompletedTask));
        Assert.Contains("given up", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_waits_for_held_time_is_told_so()
    {
        await using var host = CreateHost(static options => options with { Patience = TimeSpan.FromMilliseconds(100), AutoAdvance = false });

        var stuck = await Assert.ThrowsAsync<AgentTestStuckException>(
            () => host.RunAsync(() => Task.Delay(TimeSpan.FromSeconds(3), host.Time)));

        Assert.Contains("due in 00:00:03: call AdvanceAsync", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_without_end_is_reported()
    {
        script.Work = static async (_, context, token) =>
        {
            while (true)
                await Task.Delay(TimeSpan.FromMilliseconds(1), context.TimeProvider, token);
        };
        await using var host = CreateHost(static options => options with { MaxSteps = 1000 });

        var stuck = await Assert.ThrowsAsync<AgentTestStuckException>(() => host.RunAsync(async () => await host.Get<SoloClient>().InvokeAsync("x")));

        Assert.Contains("does not come to rest", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_test_has_thrown_is_not_lost_in_a_loop_without_end()
    {
        using var stop = LoopUntilStopped();
        var host = CreateHost(static options => options with { MaxSteps = 1000 });

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => host.RunAsync(async () =>
        {
            await host.Get<SoloClient>().StartAsync("x");
            throw new InvalidTimeZoneException();
        }));
        await stop.CancelAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_host_that_does_not_stop_is_disposed_of_all_the_same()
    {
        using var stop = LoopUntilStopped(onlyIfCanceled: true);
        var service = new Closing();
        var host = CreateHost(options => options with
        {
            MaxSteps = 1000,
            Services = services =>
            {
                options.Services!(services);
                services.AddSingleton(_ => service);
            },
        });
        host.Get<Closing>();
        await host.RunAsync(async () => { await host.Get<SoloClient>().StartAsync("x"); });

        await Assert.ThrowsAsync<AgentTestStuckException>(() => host.DisposeAsync().AsTask());

        Assert.True(service.IsDisposed);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task What_failed_is_told_though_the_host_does_not_stop()
    {
        using var stop = LoopUntilStopped(onlyIfCanceled: true);
        var options = new ExplorerOptions
        {
            Host = _ => new AgentTestHostOptions { MaxSteps = 1000, Services = services => services.AddSingleton(script) },
        };

        var found = await Assert.ThrowsAsync<ExplorerException>(() => AgentExplorer.ReplayAsync(
            static agents => agents.AddSolo(),
            static async host =>
            {
                await host.Get<SoloClient>().StartAsync("x");
                throw new InvalidTimeZoneException();
            },
            seed: 7,
            options));

        Assert.Equal(7, found.Seed);
        Assert.IsType<InvalidTimeZoneException>(found.InnerException);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task What_a_test_throws_is_thrown()
    {
        await using var host = CreateHost();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => host.RunAsync(() => throw new InvalidTimeZoneException()));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => host.RunAsync(async () =>
        {
            await Task.Yield();
            await host.RunAsync(async () =>
            {
                await Task.Yield();
                throw new InvalidTimeZoneException();
            });
        }));
        Assert.Equal(3, await host.RunAsync(() => Task.FromResult(3)));
    }

    [Fact]
    public async Task A_test_keeps_its_async_locals()
    {
        var local = new AsyncLocal<int> { Value = 5 };
        await using var host = CreateHost();

        await host.RunAsync(async () =>
        {
            Assert.Equal(5, local.Value);
            await Task.Yield();
            Assert.Equal(5, local.Value);
        });
    }

    [Fact]
    public async Task Blocking_on_the_context_is_refused()
    {
        await using var host = CreateHost();

        await host.RunAsync(() =>
        {
            Assert.Throws<NotSupportedException>(() => SynchronizationContext.Current!.Send(static _ => { }, null));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_host_that_is_disposed_of_ends_its_runs_and_their_nodes()
    {
        var ended = new TaskCompletionSource();
        script.Work = async (_, context, token) =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(30), context.TimeProvider, token);
            }
            finally
            {
                ended.SetResult();
            }

            return "never";
        };
        var host = CreateHost();
        var run = await host.RunAsync(async () => await host.Get<SoloClient>().StartAsync("x"));
        await host.DisposeAsync();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync());
    }

    [Fact]
    public async Task Work_goes_on_without_a_test_but_time_does_not()
    {
        script.Work = static async (_, context, token) =>
        {
            await Task.Yield();
            await Task.Delay(TimeSpan.FromSeconds(1), context.TimeProvider, token);
            return "done";
        };
        await using var host = CreateHost();

        var run = await host.Get<SoloClient>().StartAsync("x");
        await foreach (var logged in run.ReadEventsAsync())
        {
            if (logged is RunEvent.AttemptStarted)
                break;
        }

        Assert.False(run.GetResultAsync().IsCompleted);
        Assert.Equal("done", await host.RunAsync(() => run.GetResultAsync()));
    }

    /// <summary>The node goes round and round, once it is called or only once its token has fired.</summary>
    private CancellationTokenSource LoopUntilStopped(bool onlyIfCanceled = false)
    {
        var stop = new CancellationTokenSource();
        script.Work = async (_, _, token) =>
        {
            if (onlyIfCanceled)
                await Task.WhenAny(Task.Delay(Timeout.Infinite, token));
            while (!stop.IsCancellationRequested)
                await Task.Yield();
            return "stopped";
        };
        return stop;
    }

    private sealed class Closing : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private AgentTestHost CreateHost(
        Func<AgentTestHostOptions, AgentTestHostOptions>? change = null, Action<AgentsOptions>? configure = null)
    {
        var options = new AgentTestHostOptions { Services = services => services.AddSingleton(script), Configure = configure };
        return AgentTestHost.Create(static agents => agents.AddSolo().AddQuiet(), change?.Invoke(options) ?? options);
    }
}

using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>Time passes when nothing is left to run, and never really.</summary>
public sealed class VirtualTimeTests
{
    private readonly Script script = new();

    [Fact]
    public async Task Hours_pass_in_no_time()
    {
        var watch = Stopwatch.StartNew();
        script.Work = static async (_, context, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(59), context.TimeProvider, token);
            return "late";
        };
        await using var host = CreateHost();

        await host.RunAsync(async () =>
        {
            for (var count = 0; count < 100; count++)
                Assert.Equal("late", await host.Get<SoloClient>().InvokeAsync("x"));
        });

        Assert.Equal(TimeSpan.FromSeconds(5900), host.Time.GetUtcNow() - StartOf(host));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_timeout_comes_at_its_time_and_retries_at_theirs()
    {
        script.Work = static async (_, context, token) =>
        {
            if (context.Attempt < 3)
                await Task.Delay(Timeout.InfiniteTimeSpan, context.TimeProvider, token);
            return $"attempt {context.Attempt}";
        };
        await using var host = CreateHost(options: options => options.Retry.Jitter = 0);

        var run = await host.RunAsync(async () =>
        {
            var started = await host.Get<SoloClient>().StartAsync("x");
            await started.ShouldGiveAsync("attempt 3");
            return started;
        });

        var info = await run.GetInfoAsync();
        Assert.Equal(TimeSpan.FromMilliseconds(120_000 + 200 + 400), info.EndedAt - info.StartedAt);
    }

    [Fact]
    public async Task Without_automatic_time_only_the_test_moves_it()
    {
        var woken = 0;
        script.Work = async (_, context, token) =>
        {
            for (var count = 0; count < 5; count++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), context.TimeProvider, token);
                woken++;
            }

            return "done";
        };
        await using var host = CreateHost(autoAdvance: false);

        var run = await host.RunAsync(async () => await host.Get<SoloClient>().StartAsync("x"));
        await host.AdvanceAsync(TimeSpan.FromSeconds(2.5));
        Assert.Equal(2, woken);
        await host.RunAsync(async () =>
        {
            await host.AdvanceAsync(TimeSpan.FromSeconds(0.4));
            Assert.Equal(2, woken);
            await host.AdvanceAsync(TimeSpan.FromSeconds(0.1));
            Assert.Equal(3, woken);
        });
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("done", await run.GetResultAsync());
        Assert.Equal(TimeSpan.FromSeconds(13), host.Time.GetUtcNow() - StartOf(host));
    }

    [Fact]
    public async Task Timers_are_changed_repeated_and_disposed_as_those_of_the_system()
    {
        await using var host = CreateHost();
        var fired = new List<string>();

        await host.RunAsync(async () =>
        {
            var start = host.Time.GetUtcNow();
            await using var repeated = host.Time.CreateTimer(_ => Note("repeated"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
            await using var changed = host.Time.CreateTimer(_ => Note("changed"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            changed.Change(TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan);
            var disposed = host.Time.CreateTimer(_ => Note("disposed"), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
            await disposed.DisposeAsync();
            Assert.False(disposed.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
            await host.AdvanceAsync(TimeSpan.FromSeconds(5));

            void Note(string what) => fired.Add($"{what} {(host.Time.GetUtcNow() - start).TotalSeconds}");
        });

        Assert.Equal(["repeated 1", "repeated 3", "changed 4", "repeated 5"], fired);
    }

    [Fact]
    public async Task Time_that_is_held_waits_for_what_is_outside()
    {
        AgentTestHost? host = null;
        script.Work = async (_, _, token) =>
        {
            using var hold = host!.HoldTime();
            return await Task.Run(async () =>
            {
                await Task.Delay(50, token);
                return "from outside";
            }, token);
        };
        await using var made = host = CreateHost();

        var run = await host.RunAsync(async () =>
        {
            var started = await host.Get<SoloClient>().StartAsync("x");
            await started.ShouldGiveAsync("from outside");
            return started;
        });

        Assert.Equal(StartOf(host), (await run.GetInfoAsync()).EndedAt);
        Assert.True(host.OutsideContinuations > 0);
    }

    private AgentTestHost CreateHost(bool autoAdvance = true, Action<AgentsOptions>? options = null) => AgentTestHost.Create(
        static agents => agents.AddSolo(),
        new AgentTestHostOptions
        {
            Services = services => services.AddSingleton(script),
            AutoAdvance = autoAdvance,
            Configure = options,
        });

    private static DateTimeOffset StartOf(AgentTestHost host) => ((Microsoft.Extensions.Time.Testing.FakeTimeProvider)host.Time).Start;
}

using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>What a test scripts to go wrong goes wrong, there and nowhere else.</summary>
public sealed class FaultTests
{
    private readonly Script script = new()
    {
        Work = static async (chunks, context, token) =>
        {
            await chunks.WriteAsync("a", token);
            return $"attempt {context.Attempt}";
        },
    };

    [Fact]
    public Task An_attempt_fails_before_its_node_is_called() => InHost(async host =>
    {
        host.Faults.FailAttempt("Do", 1);
        host.Faults.FailAttempt("Do", 2, new NonRetryableException("no more"));

        var run = await host.Get<SoloClient>().StartAsync("x");

        await run.ShouldFailAsync(FailureCodes.Exception);
        var events = await EventsOf(run);
        Assert.Equal(
            ["The test lets attempt 1 of 'Do' fail.", "no more"], events.OfType<RunEvent.AttemptFailed>().Select(static failed => failed.Failure.Message));
        Assert.Empty(events.OfType<RunEvent.Chunk>());
        await RunInvariants.CheckAsync(run);
    });

    [Fact]
    public Task Each_nth_attempt_fails() => InHost(async host =>
    {
        host.Faults.FailEvery("Do", 2);

        var first = await host.Get<SoloClient>().StartAsync("x");
        await first.ShouldGiveAsync("attempt 1");
        var second = await host.Get<SoloClient>().StartAsync("x");
        await second.ShouldGiveAsync("attempt 2");
        await second.Do.ShouldResetAsync(1);
    });

    [Fact]
    public Task A_delay_passes_before_the_node_is_called() => InHost(async host =>
    {
        host.Faults.Delay("Do", TimeSpan.FromSeconds(5));
        host.Faults.Delay("Do", TimeSpan.FromSeconds(2), attempt: 1);

        var run = await host.Get<SoloClient>().StartAsync("x");
        await run.ShouldCompleteAsync();

        var info = await run.GetInfoAsync();
        Assert.Equal(TimeSpan.FromSeconds(7), info.FirstChunkAt - info.StartedAt);
    });

    [Fact]
    public Task A_delay_may_be_longer_than_timers_of_the_framework_last() => AgentTestHost.RunAsync(
        static agents => agents.AddQuiet(),
        static async host =>
        {
            host.Faults.Delay("Wait", TimeSpan.FromDays(100));

            var run = await host.Get<QuietClient>().StartAsync();
            await run.ShouldCompleteAsync();

            var info = await run.GetInfoAsync();
            Assert.Equal(TimeSpan.FromDays(100), info.EndedAt - info.StartedAt);
            Assert.Equal(0, host.OutsideContinuations);
        },
        new AgentTestHostOptions { Services = services => services.AddSingleton(script), Configure = static agents => agents.AttemptTimeout = null });

    [Fact]
    public Task Each_failure_is_an_exception_of_its_own_unless_the_test_gives_one() => InHost(async host =>
    {
        host.Faults.FailEvery("Do", 1);
        var first = await FaultOf(host);
        Assert.NotSame(first, await FaultOf(host));

        host.Faults.Clear();
        var given = new IOException();
        host.Faults.FailEvery("Do", 1, given);
        Assert.Same(given, await FaultOf(host));
        Assert.Same(given, await FaultOf(host));

        static async Task<Exception?> FaultOf(AgentTestHost host)
        {
            var run = await host.Get<SoloClient>().StartAsync("x", new RunOptions { MaxAttempts = 1 });
            return (await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync())).InnerException;
        }
    });

    [Fact]
    public Task An_attempt_that_hangs_is_superseded() => InHost(async host =>
    {
        host.Faults.HangAttempt("Do", 1);

        var run = await host.Get<SoloClient>().StartAsync("x");

        await run.ShouldGiveAsync("attempt 2");
        var failed = Assert.Single((await EventsOf(run)).OfType<RunEvent.AttemptFailed>());
        Assert.Equal(FailureCodes.Timeout, failed.Failure.Code);
        Assert.Equal(TimeSpan.FromSeconds(70), failed.Timestamp - (await run.GetInfoAsync()).StartedAt);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_run_is_canceled_at_an_event(long position)
    {
        script.Work = static async (chunks, _, token) =>
        {
            await chunks.WriteAsync("a", token);
            await Task.Yield();
            await chunks.WriteAsync("b", token);
            await Task.Yield();
            return "done";
        };
        await InHost(async host =>
        {
            host.Faults.CancelAtEvent(position, "Solo");

            var run = await host.Get<SoloClient>().StartAsync("x");

            await run.ShouldBeCanceledAsync();
            Assert.Equal($"The test cancels at event {position}.", (await run.GetInfoAsync()).CancelReason);
            await RunInvariants.CheckAsync(run);
        });
    }

    [Fact]
    public async Task Chance_is_the_seeds()
    {
        Assert.Equal(await FailuresOf(7), await FailuresOf(7));
        Assert.NotEqual(await FailuresOf(7), await FailuresOf(8));

        async Task<string> FailuresOf(int seed)
        {
            var failures = "";
            await InHost(
                async host =>
                {
                    host.Faults.FailRandomly("Do", 0.5);
                    for (var count = 0; count < 20; count++)
                    {
                        var run = await host.Get<SoloClient>().StartAsync("x", new RunOptions { MaxAttempts = 1 });
                        await Task.WhenAny(run.WaitForEndAsync());
                        failures += (await run.GetInfoAsync()).Status is RunStatus.Failed ? "1" : "0";
                    }
                },
                seed);
            return failures;
        }
    }

    [Fact]
    public Task Names_that_do_not_exist_are_refused() => InHost(host =>
    {
        var wrong = Assert.Throws<ArgumentException>(() => host.Faults.FailAttempt("Dont", 1));
        Assert.StartsWith("No node of this host is named 'Dont'. There are: Do.", wrong.Message, StringComparison.Ordinal);
        Assert.Equal("node", wrong.ParamName);
        Assert.Throws<ArgumentException>("agent", () => host.Faults.CancelAtEvent(1, "Duo"));
        Assert.Throws<ArgumentOutOfRangeException>("attempt", () => host.Faults.Delay("Do", TimeSpan.Zero, attempt: 0));
        return Task.CompletedTask;
    });

    [Fact]
    public Task What_is_cleared_does_not_happen() => InHost(async host =>
    {
        host.Faults.FailAttempt("Do", 1);
        host.Faults.CancelAtEvent(2);
        host.Faults.Clear();

        await (await host.Get<SoloClient>().StartAsync("x")).ShouldGiveAsync("attempt 1");
    });

    private Task InHost(Func<AgentTestHost, Task> test, int seed = 1) => AgentTestHost.RunAsync(
        static agents => agents.AddSolo(), test, new AgentTestHostOptions { Seed = seed, Services = services => services.AddSingleton(script) });

    private static async Task<List<RunEvent>> EventsOf(AgentRun run)
    {
        var events = new List<RunEvent>();
        await foreach (var logged in run.ReadEventsAsync())
            events.Add(logged);
        return events;
    }
}

using Agents.Journals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Agents.Testing.Tests;

/// <summary>A journal that fails for a while fails no run.</summary>
public sealed class FailingJournalTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_could_not_be_stored_is_stored_later(bool storesBeforeItFails)
    {
        var store = new InMemoryStore();
        var failures = 0;
        ValueTask Fail(IReadOnlyList<JournalEvent> batch) => ++failures % 3 == 0 ? default : throw new IOException("The disk is full.");
        await AgentTestHost.RunAsync(agents => agents.AddSolo(), async host =>
        {
            var run = await host.Get<SoloClient>().StartAsync("input");
            Assert.Equal("done", await run.GetResultAsync());
            await run.WaitForEndAsync();
            List<long> positions = [];
            await foreach (var one in run.ReadEventsAsync())
                positions.Add(one.Position);
            Assert.Equal(Enumerable.Range(1, positions.Count).Select(static position => (long)position), positions);
            Assert.Equal(positions.Count, store.Events);
            Assert.True(failures > 2);
        }, new AgentTestHostOptions
        {
            Store = Set(store),
            Services = static services => services.AddSingleton(new Script()),
        });

        InMemoryStore Set(InMemoryStore made)
        {
            if (storesBeforeItFails)
                made.AfterAppend = Fail;
            else
                made.BeforeAppend = Fail;
            return made;
        }
    }

    [Fact]
    public async Task Nothing_is_visible_before_it_is_stored_and_health_tells_why()
    {
        var store = new InMemoryStore { BeforeAppend = static _ => throw new IOException("The disk is full.") };
        await AgentTestHost.RunAsync(agents => agents.AddSolo(), async host =>
        {
            var start = host.Get<SoloClient>().StartAsync("input").AsTask();
            await host.AdvanceAsync(TimeSpan.FromSeconds(5));
            Assert.False(start.IsCompleted);
            var health = host.Services.GetRequiredService<HealthCheckService>();
            var told = (await health.CheckHealthAsync()).Entries["agents"];
            Assert.Equal(HealthStatus.Degraded, told.Status);
            Assert.Contains("The disk is full.", told.Description, StringComparison.Ordinal);

            store.BeforeAppend = null;
            Assert.Equal("done", await (await start).GetResultAsync());
            Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Entries["agents"].Status);
        }, new AgentTestHostOptions
        {
            Store = store,
            Services = static services => services.AddSingleton(new Script()).AddHealthChecks().AddAgents(),
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_start_that_is_given_up_before_it_is_stored_leaves_no_run_behind(bool invokes) => StallAsync(async (host, goOn) =>
    {
        var client = host.Get<SoloClient>();
        await GiveUpAsync(host, token => invokes
            ? client.InvokeAsync("input", cancellationToken: token)
            : client.StartAsync("input", cancellationToken: token).AsTask());
        goOn.SetResult();
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        var left = Assert.Single(await client.ListRunsAsync().ToListAsync());
        Assert.Equal(RunStatus.Canceled, left.Status);
        Assert.Equal("Its start was given up before it was recorded.", left.CancelReason);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_start_with_a_key_that_is_given_up_before_it_is_stored_goes_on_for_who_has_the_key(bool invokes) => StallAsync(async (host, goOn) =>
    {
        var client = host.Get<SoloClient>();
        var options = new RunOptions { Key = "key" };
        Task<SoloRun>? another = null;
        await GiveUpAsync(host, token =>
        {
            Task call = invokes ? client.InvokeAsync("input", options, token) : client.StartAsync("input", options, token).AsTask();
            another = client.StartAsync("input", options, CancellationToken.None).AsTask();
            return call;
        });
        goOn.SetResult();
        Assert.Equal("done", await (await another!).GetResultAsync());
        Assert.Equal("done", await client.InvokeAsync("input", options));
        Assert.Single(await client.ListRunsAsync().ToListAsync());
    });

    /// <summary>Gives a call up that waits for what is not stored yet.</summary>
    private static async Task GiveUpAsync(AgentTestHost host, Func<CancellationToken, Task> start)
    {
        using var token = new CancellationTokenSource();
        var call = start(token.Token);
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.False(call.IsCompleted);
        await token.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    /// <summary>Tests with a journal that stores nothing until it is told to go on.</summary>
    private static Task StallAsync(Func<AgentTestHost, TaskCompletionSource, Task> test)
    {
        var goOn = new TaskCompletionSource();
        return AgentTestHost.RunAsync(agents => agents.AddSolo(), host => test(host, goOn), new AgentTestHostOptions
        {
            Store = new InMemoryStore { BeforeAppend = async _ => await goOn.Task },
            Services = static services => services.AddSingleton(new Script()),
        });
    }
}

using Agents.Journals;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>Runs that cannot come back keep no other from going on.</summary>
public sealed class UnreadableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_corrupt_event_is_reported_with_its_position_and_the_other_runs_go_on(int position)
    {
        var store = new InMemoryStore();
        var (broken, sound) = await BeginTwoAsync(store);
        store.Corrupt(broken, position);

        await AgentTestHost.RunAsync(agents => agents.AddSolo(), async host =>
        {
            var client = host.Get<SoloClient>();
            Assert.Equal("done", await (await client.GetRunAsync(sound))!.GetResultAsync());
            var thrown = await Assert.ThrowsAsync<JournalException>(async () => await client.GetRunAsync(broken));
            Assert.Contains($"position {position}", thrown.Message, StringComparison.Ordinal);
            Assert.Contains(broken.ToString(), thrown.Message, StringComparison.Ordinal);
        }, Options(store, static (_, _, _) => Task.FromResult("done")));
    }

    [Fact]
    public async Task A_run_of_an_agent_that_is_not_registered_waits_for_a_host_that_has_it()
    {
        var store = new InMemoryStore();
        var (first, _) = await BeginTwoAsync(store);

        await AgentTestHost.RunAsync(agents => agents.AddQuiet(), async host =>
        {
            await host.Get<QuietClient>().StartAsync();
            Assert.Contains("'Solo' is not registered", host.Runtime.Stored!.Unreadable[first], StringComparison.Ordinal);
        }, Options(store, static (_, _, _) => Task.FromResult("done")));
        await AgentTestHost.RunAsync(
            agents => agents.AddSolo().AddQuiet(),
            async host => Assert.Equal("done", await (await host.Get<SoloClient>().GetRunAsync(first))!.GetResultAsync()),
            Options(store, static (_, _, _) => Task.FromResult("done")));
    }

    [Fact]
    public async Task An_attempt_that_was_cut_off_is_interrupted_and_does_not_count()
    {
        var store = new InMemoryStore();
        var (run, _) = await BeginTwoAsync(store);

        await AgentTestHost.RunAsync(agents => agents.AddSolo(), async host =>
        {
            var found = (await host.Get<SoloClient>().GetRunAsync(run))!;
            Assert.Equal("attempt 2", await found.GetResultAsync());
            List<RunEvent> events = [];
            await foreach (var one in found.ReadEventsAsync())
                events.Add(one);
            Assert.Single(events.OfType<RunEvent.AttemptInterrupted>());
            Assert.Empty(events.OfType<RunEvent.AttemptFailed>());
            Assert.Equal(Enumerable.Range(1, events.Count), events.Select(static one => (int)one.Position));
        }, Options(store, static (_, context, _) => Task.FromResult($"attempt {context.Attempt}")));
    }

    /// <summary>Starts two runs that are cut off while their node executes.</summary>
    private static async Task<(RunId First, RunId Second)> BeginTwoAsync(InMemoryStore store)
    {
        var runs = new List<RunId>();
        var host = AgentTestHost.Create(agents => agents.AddSolo(), Options(store, static async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return "never";
        }));
        await host.RunAsync(async () =>
        {
            for (var count = 0; count < 2; count++)
                runs.Add((await host.Get<SoloClient>().StartAsync("input")).Id);
            await Task.Delay(TimeSpan.FromSeconds(1), host.Time);
        });
        store.Crash();
        await host.DisposeAsync();
        return (runs[0], runs[1]);
    }

    private static AgentTestHostOptions Options(InMemoryStore store, Func<ChunkWriter<string>, NodeContext, CancellationToken, Task<string>> work) => new()
    {
        Store = store,
        Services = services => services.AddSingleton(new Script { Work = work }),
    };
}

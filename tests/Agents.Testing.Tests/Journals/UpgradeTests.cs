using System.Text;
using Agents.Journals;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>Runs that wait for a person when a new build of their agent comes.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_run_goes_on_where_all_that_is_to_be_done_fits()
    {
        var (store, run) = await BeginAsync(nameof(OrderThatFits));
        Assert.Empty((await CheckAsync(store, static agents => agents.AddOrderThatFits())).Findings);
        await AgentTestHost.RunAsync(static agents => agents.AddOrderThatFits(), async host =>
        {
            var found = (await host.Get<OrderThatFitsClient>().GetRunAsync(run))!;
            Assert.Null((await found.GetInfoAsync()).Parked);
            // What has completed is shown as it is stored.
            var events = await EventsAsync(found, 5);
            Assert.Contains("apples", ((RunEvent.RunStarted)events[0]).Inputs[0]!.ToString(), StringComparison.Ordinal);
            Assert.Equal("Take", ((RunEvent.InvocationCompleted)events[2]).Node);
            await foreach (var request in found.Person.ReadAsync())
            {
                await found.Person.AnswerAsync(request, true);
                break;
            }

            Assert.Equal("two: packed apples", await found.GetResultAsync());
            await RunInvariants.CheckAsync(found);
        }, new AgentTestHostOptions { Store = store });
    }

    [Fact]
    public async Task A_run_whose_node_takes_something_else_is_parked()
    {
        var finding = await ParksAsync<OrderOfOtherInputsClient>(
            nameof(OrderOfOtherInputs), static agents => agents.AddOrderOfOtherInputs(), static async (client, run) => await client.GetRunAsync(run));
        Assert.Equal(("Approve", "count"), (finding.Node, finding.Argument));
    }

    [Fact]
    public async Task A_run_whose_node_has_gone_is_parked()
    {
        var finding = await ParksAsync<OrderWithoutNodeClient>(
            nameof(OrderWithoutNode), static agents => agents.AddOrderWithoutNode(), static async (client, run) => await client.GetRunAsync(run));
        Assert.Equal(("Approve", null), (finding.Node, finding.Argument));
    }

    [Fact]
    public async Task A_run_whose_question_nobody_waits_for_any_more_is_parked()
    {
        var finding = await ParksAsync<OrderWithoutQuestionClient>(
            nameof(OrderWithoutQuestion), static agents => agents.AddOrderWithoutQuestion(), static async (client, run) => await client.GetRunAsync(run));
        Assert.Equal(("Approve", "person"), (finding.Node, finding.Argument));
    }

    [Fact]
    public async Task Restart_ends_the_run_and_starts_another_with_the_same_inputs_once()
    {
        var (store, run) = await BeginAsync(nameof(OrderAnew));
        Assert.Equal(UpgradeEffect.Restarts, Assert.Single((await CheckAsync(store, static agents => agents.AddOrderAnew())).Findings).Effect);
        for (var hosts = 0; hosts < 2; hosts++)
        {
            await AgentTestHost.RunAsync(static agents => agents.AddOrderAnew(), async host =>
            {
                var client = host.Get<OrderAnewClient>();
                var old = (await client.GetRunAsync(run))!;
                var canceled = await Assert.ThrowsAsync<AgentCanceledException>(() => old.GetResultAsync());
                Assert.Equal(AgentCanceledException.Upgraded, canceled.Reason);
                var runs = new List<RunInfo>();
                await foreach (var info in client.ListRunsAsync())
                    runs.Add(info);
                var other = Assert.Single(runs, info => info.Id != run);
                Assert.Equal(run, other.ForkedFrom);
                Assert.Equal("anew: 3 apples", await (await client.GetRunAsync(other.Id))!.GetResultAsync());
            }, new AgentTestHostOptions { Store = store });
        }
    }

    [Fact]
    public async Task A_run_that_cannot_be_started_anew_is_parked()
    {
        var (store, run) = await BeginAsync(nameof(OrderAnewOfOtherInputs));
        await AgentTestHost.RunAsync(static agents => agents.AddOrderAnewOfOtherInputs(), async host =>
        {
            var info = await (await host.Get<OrderAnewOfOtherInputsClient>().GetRunAsync(run))!.GetInfoAsync();
            Assert.Equal(RunStatus.Running, info.Status);
            Assert.Contains("inputs", info.Parked, StringComparison.Ordinal);
        }, new AgentTestHostOptions { Store = store });
        await GoOnAsync(await RenameAsync(store, nameof(OrderAnewOfOtherInputs), nameof(OrderOne)), run);
    }

    [Fact]
    public async Task Fail_ends_the_run()
    {
        var (store, run) = await BeginAsync(nameof(OrderThatFails));
        Assert.Equal(UpgradeEffect.Fails, Assert.Single((await CheckAsync(store, static agents => agents.AddOrderThatFails())).Findings).Effect);
        await AgentTestHost.RunAsync(static agents => agents.AddOrderThatFails(), async host =>
        {
            var old = (await host.Get<OrderThatFailsClient>().GetRunAsync(run))!;
            var failed = await Assert.ThrowsAsync<AgentFailedException>(() => old.GetResultAsync());
            Assert.Equal(FailureCodes.Upgraded, failed.Failure.Code);
        }, new AgentTestHostOptions { Store = store });
    }

    [Fact]
    public async Task The_check_names_runs_that_cannot_be_read_and_stores_nothing()
    {
        var (store, run) = await BeginAsync(nameof(OrderOne));
        var (batches, finding) = (store.Batches, Assert.Single((await CheckAsync(store, static agents => agents.AddQuiet())).Findings));
        Assert.Equal((run, UpgradeEffect.Unreadable), (finding.Run, finding.Effect));
        Assert.Contains("'OrderOne' is not registered", finding.ToString(), StringComparison.Ordinal);
        Assert.Equal(batches, store.Batches);
        Assert.Equal("All 1 runs go on.", (await CheckAsync(store, static agents => agents.AddOrderOne())).ToString());
    }

    private static Task<UpgradeReport> CheckAsync(InMemoryStore store, Action<AgentsBuilder> agents) =>
        UpgradeCheck.RunAsync(agents, new InMemoryJournal(store.Copy()));

    /// <summary>A run is parked under a build: the check says so, no attempt is spent, and it goes on under the build that it was started by.</summary>
    private static async Task<UpgradeFinding> ParksAsync<TClient>(
        string build, Action<AgentsBuilder> agents, Func<TClient, RunId, Task<AgentRun?>> find)
        where TClient : class
    {
        var (store, run) = await BeginAsync(build);
        var finding = Assert.Single((await CheckAsync(store, agents)).Findings);
        Assert.Equal((run, UpgradeEffect.Parks, build), (finding.Run, finding.Effect, finding.Agent));
        var before = store.Events;
        await AgentTestHost.RunAsync(agents, async host =>
        {
            var info = await (await find(host.Get<TClient>(), run))!.GetInfoAsync();
            Assert.Equal(RunStatus.Running, info.Status);
            Assert.Equal(finding.Reason, info.Parked);
            await Task.Delay(TimeSpan.FromHours(1), host.Time);
        }, new AgentTestHostOptions { Store = store });
        Assert.Equal(before, store.Events);
        await GoOnAsync(await RenameAsync(store, build, nameof(OrderOne)), run);
        return finding;
    }

    private static Task GoOnAsync(InMemoryStore store, RunId run) =>
        AgentTestHost.RunAsync(static agents => agents.AddOrderOne(), async host =>
        {
            var found = (await host.Get<OrderOneClient>().GetRunAsync(run))!;
            Assert.Null((await found.GetInfoAsync()).Parked);
            await foreach (var request in found.Person.ReadAsync())
            {
                await found.Person.AnswerAsync(request, true);
                break;
            }

            Assert.Equal("one: apples", await found.GetResultAsync());
        }, new AgentTestHostOptions { Store = store });

    /// <summary>Starts a run under the first build, and ends its host when the run waits for a person.</summary>
    private static async Task<(InMemoryStore Store, RunId Run)> BeginAsync(string build)
    {
        var store = new InMemoryStore();
        var id = default(RunId);
        var host = AgentTestHost.Create(static agents => agents.AddOrderOne(), new AgentTestHostOptions { Store = store });
        await host.RunAsync(async () =>
        {
            var run = await host.Get<OrderOneClient>().StartAsync("apples", 3);
            id = run.Id;
            await foreach (var request in run.Person.ReadAsync())
                break;
        });
        store.Crash();
        await host.DisposeAsync();
        return (await RenameAsync(store, nameof(OrderOne), build), id);
    }

    /// <summary>A store with the same runs, of an agent of another name.</summary>
    private static async Task<InMemoryStore> RenameAsync(InMemoryStore store, string from, string to)
    {
        var renamed = new InMemoryStore();
        var (source, target) = (new InMemoryJournal(store), new InMemoryJournal(renamed));
        await target.OpenAsync();
        await foreach (var run in source.ListAsync(new JournalQuery()))
        {
            await foreach (var stored in source.ReadAsync(run.Id))
            {
                // The bytes begin with numbers, which Latin-1 keeps as they are.
                var text = Encoding.Latin1.GetString(stored.Data.Span).Replace($"\"{from}\"", $"\"{to}\"", StringComparison.Ordinal);
                await target.AppendAsync(new[]
                {
                    stored with { Data = Encoding.Latin1.GetBytes(text), Start = stored.Start is { } start ? start with { Agent = to } : null },
                });
            }
        }

        return renamed;
    }

    private static async Task<List<RunEvent>> EventsAsync(AgentRun run, int count)
    {
        var events = new List<RunEvent>();
        await foreach (var logged in run.ReadEventsAsync())
        {
            events.Add(logged);
            if (events.Count == count)
                break;
        }

        return events;
    }
}

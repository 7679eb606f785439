using Agents;
using Agents.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Docs.Tests.Snippets;

public sealed class Hotels
{
    public List<string> Asked { get; } = [];

    public string? Closed { get; set; }

    public int PriceIn(string city)
    {
        Asked.Add(city);
        return city == Closed ? throw new IOException($"{city} does not answer.") : city.Length * 10;
    }
}

#region trip
[AgentModule]
public sealed partial class Trip(Hotels hotels)
{
    [AggregateStart]
    public void Plan(string[] cities, Edge<string> quote) => Array.ForEach(cities, quote.Emit);

    [Node]
    public async Task Quote(string city, ChunkWriter<string> offers, Edge<int> sum, CancellationToken cancellationToken)
    {
        var price = hotels.PriceIn(city);
        await offers.WriteAsync($"{city} for {price}", cancellationToken);
        sum.Emit(price);
    }

    [Aggregate<SumAggregator<int>>]
    public int Sum(int price) => price;
}
#endregion

#region cache
[AgentModule]
public sealed partial class Prices(Hotels hotels)
{
    [Node(CacheSeconds = 3600)]
    public async Task<int> Price(string city, ChunkWriter<string> log, CancellationToken cancellationToken)
    {
        await log.WriteAsync($"asking {city}", cancellationToken);
        return hotels.PriceIn(city);
    }
}
#endregion

#region budget
[AgentModule]
[Budget(Invocations = 500, Chunks = 20_000, Seconds = 900)]
public sealed partial class Inventor
{
    [Node(Entry = true)]
    public void Improve(string idea, Edge<string> judge) => judge.Emit(idea + "!");

    [Node]
    [Budget(Rounds = 5)]
    public string? Judge(string idea, Edge<string> improve)
    {
        if (idea.EndsWith("!!!!!!!!", StringComparison.Ordinal))
            return idea;
        improve.Emit(idea);         // once more
        return null;
    }
}
#endregion

/// <summary>What docs/forks.md and docs/cache-and-budgets.md show.</summary>
public sealed class Forks
{
    private static readonly string[] Cities = ["Paris", "Rome", "Oslo"];

    [Fact]
    public Task A_fork_runs_only_what_changes() => RunAsync(static async host =>
    {
        var trip = host.Get<TripClient>();
        var hotels = host.Get<Hotels>();
        var run = await trip.StartAsync(Cities);
        await run.ShouldGiveAsync(130);
        hotels.Asked.Clear();

        #region fork
        var plan = await run.ReadEventsAsync().OfType<RunEvent.InvocationCompleted>().FirstAsync();
        var rome = plan.Emitted.Single(emitted => emitted.Inputs.Contains("Rome"));
        var fork = await trip.ForkAsync(run.Id, changes => changes.Quote(rome.Invocation, "Reykjavik"));
        #endregion

        await fork.ShouldGiveAsync(180);
        Assert.Equal(["Reykjavik"], hotels.Asked);
        Assert.Equal(130, await run.GetResultAsync());
        Assert.Equal([fork.Id], (await run.GetInfoAsync()).Forks);
        Assert.Equal(run.Id, (await fork.GetInfoAsync()).ForkedFrom);
        await RunInvariants.CheckAsync(fork);

        var streamed = await fork.Quote.GetSnapshotAsync();
        Assert.Equal([2, 3, 4], streamed.Invocations.Keys.Select(static invocation => invocation.Ordinal).Order());
        Assert.Equal(["Reykjavik for 90"], streamed.Invocations[rome.Invocation with { Run = fork.Id }].Chunks);
        var events = await fork.ReadEventsAsync().ToListAsync();
        Assert.Equal(6, events.OfType<RunEvent.ScopeClosed>().Single().Aggregate.Ordinal);      // 5 was the original's
        Assert.Equal((5, 3L), ((await fork.GetInfoAsync()).Invocations, (await fork.GetInfoAsync()).Chunks));
        await Assert.ThrowsAsync<ArgumentException>(async () => await trip.ForkAsync(
            run.Id, changes => changes.Plan(new InvocationId(run.Id, 1), ["Bern"]).Quote(rome.Invocation, "Ulm")));
    });

    [Fact]
    public Task An_aggregate_is_changed_like_any_node() => RunAsync(static async host =>
    {
        var trip = host.Get<TripClient>();
        var run = await trip.StartAsync(Cities);
        await run.ShouldGiveAsync(130);
        var closed = await run.ReadEventsAsync().OfType<RunEvent.ScopeClosed>().SingleAsync();
        await (await trip.ForkAsync(run.Id, changes => changes.Sum(closed.Aggregate, 7))).ShouldGiveAsync(7);
        Assert.Equal(3, host.Get<Hotels>().Asked.Count);
    });

    [Fact]
    public Task A_key_makes_a_fork_once() => RunAsync(static async host =>
    {
        var trip = host.Get<TripClient>();
        var run = await trip.StartAsync(Cities, new RunOptions { Key = "original" });
        await run.ShouldGiveAsync(130);
        var options = new RunOptions { Key = "fork" };
        var plan = new InvocationId(run.Id, 1);
        var fork = await trip.ForkAsync(run.Id, changes => changes.Plan(plan, ["Bern"]), options);
        Assert.Equal(fork.Id, (await trip.ForkAsync(run.Id, changes => changes.Plan(plan, ["Bern"]), options)).Id);
        await Assert.ThrowsAsync<RunConflictException>(
            async () => await trip.ForkAsync(run.Id, changes => changes.Plan(plan, ["Ulm"]), options));
        Assert.Null((await (await trip.ForkAsync(run.Id)).GetInfoAsync()).Key);
        await fork.ShouldGiveAsync(40);
    });

    [Fact]
    public Task A_running_original_goes_on_and_answers_are_found_again() => RunAsync(static async host =>
    {
        var contract = host.Get<ContractClient>();
        var run = await contract.StartAsync(["Ann", "Ben"]);
        await host.AdvanceAsync(TimeSpan.FromDays(5));
        await run.Signature.AnswerAsync((await run.Signature.GetPendingAsync()).Single(static request => request.Key == "Ann"), true);

        var fork = await contract.ForkAsync(run.Id);
        await host.AdvanceAsync(TimeSpan.FromDays(2));
        await run.ShouldGiveAsync(1);
        var open = Assert.Single(await fork.Signature.GetPendingAsync());
        Assert.Equal("Ben", open.Key);
        await fork.Signature.AnswerAsync(open, true);
        await fork.ShouldGiveAsync(2);
    });

    [Fact]
    public Task Completed_children_are_found_again() => RunAsync(static async host =>
    {
        var clinic = host.Get<ClinicClient>();
        var run = await clinic.StartAsync("cough", new RunOptions { MaxAttempts = 1 });
        await run.ShouldFailAsync(FailureCodes.Exception);
        var retried = await clinic.RetryAsync(run.Id, new RunOptions { MaxAttempts = 2 });
        await retried.ShouldCompleteAsync();
        Assert.Equal(2, await host.Get<ResearcherClient>().ListRunsAsync().CountAsync());
        Assert.Equal((2, 0), ((await run.GetChildrenAsync()).Count, (await retried.GetChildrenAsync()).Count));
        await RunInvariants.CheckAsync(retried, includeChildren: true);
    });

    [Fact]
    public Task Forks_are_told_as_long_as_they_are_kept() => RunAsync(
        static async host =>
        {
            var contract = host.Get<ContractClient>();
            var run = await contract.StartAsync(["Ann"]);
            var first = await contract.ForkAsync(run.Id);
            var second = await contract.ForkAsync(run.Id);
            Assert.Equal([first.Id, second.Id], (await run.GetInfoAsync()).Forks);
            await first.CancelAsync();
            await second.CancelAsync();
            Assert.Null(await contract.GetRunAsync(first.Id));
            Assert.Equal([second.Id], (await run.GetInfoAsync()).Forks);
        },
        static options => options.Retention.MaxFinishedRuns = 1);

    [Fact]
    public Task A_retry_goes_on_from_the_failure() => RunAsync(static async host =>
    {
        var trip = host.Get<TripClient>();
        var hotels = host.Get<Hotels>();
        hotels.Closed = "Rome";
        var run = await trip.StartAsync(Cities);
        await run.ShouldFailAsync(FailureCodes.Exception);
        hotels.Asked.Clear();

        #region retry
        hotels.Closed = null;                               // the cause is gone
        var retried = await trip.RetryAsync(run.Id);
        #endregion

        await retried.ShouldGiveAsync(130);
        Assert.Equal(["Rome"], hotels.Asked);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await trip.RetryAsync(retried.Id));
    });

    [Fact]
    public Task What_a_node_gave_is_given_again() => RunAsync(static async host =>
    {
        var prices = host.Get<PricesClient>();
        Assert.Equal(40, await prices.InvokeAsync("Rome"));
        var run = await prices.StartAsync("Rome");
        await run.ShouldGiveAsync(40);
        await run.Price.ShouldStreamAsync("asking Rome");
        Assert.True((await run.ReadEventsAsync().OfType<RunEvent.InvocationCompleted>().SingleAsync()).FromCache);
        Assert.Single(host.Get<Hotels>().Asked);

        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await prices.InvokeAsync("Rome");
        Assert.Equal(2, host.Get<Hotels>().Asked.Count);
    });

    [Fact]
    public Task A_loop_ends_with_its_budget() => RunAsync(static async host =>
    {
        var run = await host.Get<InventorClient>().StartAsync("wheel");
        var used = "";

        #region warning
        await foreach (var recorded in run.ReadEventsAsync())
        {
            if (recorded is RunEvent.BudgetWarning warning)
                used += $"{warning.Used} of {warning.Limit} {warning.Kind} of {warning.Node}";
        }
        #endregion

        Assert.Equal("4 of 5 Rounds of Judge", used);
        await run.ShouldFailAsync(FailureCodes.Budget);
        Assert.Equal(5, await run.ReadEventsAsync().CountAsync(static e => e is RunEvent.InvocationCompleted { Node: "Judge" }));
    });

    private static Task RunAsync(Func<AgentTestHost, Task> test, Action<AgentsOptions>? configure = null) => AgentTestHost.RunAsync(
        static agents => agents.AddTrip().AddPrices().AddInventor().AddContract().AddResearcher().AddClinic(), test,
        new AgentTestHostOptions { Services = static services => services.AddSingleton<Hotels>(), Configure = configure });
}

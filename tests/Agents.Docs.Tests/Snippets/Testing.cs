using Agents;
using Agents.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Docs.Tests.Snippets;

public sealed class Account
{
    public int Balance { get; set; }
}

#region race
[AgentModule]
public sealed partial class Till(Account account)
{
    [Node]
    public int Open(int[] amounts, Edge<int> pay)
    {
        Array.ForEach(amounts, pay.Emit);
        return amounts.Length;
    }

    [Node]
    public async Task Pay(int amount)
    {
        var balance = account.Balance;
        await Task.Yield();
        account.Balance = balance + amount;         // lost, if another has paid meanwhile
    }
}
#endregion

/// <summary>What docs/testing.md shows.</summary>
public sealed class Testing
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_is_a_method()
    {
        #region unit
        var offers = new RecordingChunkWriter<string>();
        var sum = new RecordingEdge<int>();

        await new Trip(new Hotels()).Quote("Rome", offers, sum, Token);

        Assert.Equal(["Rome for 40"], offers.Chunks);
        Assert.Equal([40], sum.Emitted);
        #endregion
    }

    [Fact]
    public async Task People_are_scripted()
    {
        #region person
        var approval = new ScriptedHumanInput<Expense, Decision>().Answer(new Decision(false, "too much"));

        Assert.Equal("refused: too much", await new Expenses().Review(new Expense("Ann", 900), approval, Token));
        Assert.Equal("Ann", Assert.Single(approval.Questions).Who);
        #endregion
    }

    [Fact]
    public async Task A_host_in_virtual_time()
    {
        #region host
        await AgentTestHost.RunAsync(agents => agents.AddShop(), async host =>
        {
            var run = await host.Get<ShopClient>().StartAsync(new Order("order-46", 12));
            await run.ShouldGiveAsync("order-46 delivered");                // a day later, in a moment
            await run.Deliver.ShouldStreamAsync("packed", "delivered");
        });
        #endregion
    }

    [Fact]
    public async Task Step_by_step()
    {
        #region steps
        var options = new AgentTestHostOptions { AutoAdvance = false };
        await AgentTestHost.RunAsync(agents => agents.AddContract(), async host =>
        {
            var run = await host.Get<ContractClient>().StartAsync(["Ann", "Ben"]);
            await host.AdvanceAsync(TimeSpan.FromDays(6));
            Assert.Equal(2, (await run.GetInfoAsync()).PendingRequests);
            await host.AdvanceAsync(TimeSpan.FromDays(1));
            await run.ShouldGiveAsync(0);                                   // nobody signed in time
        }, options);
        #endregion
    }

    [Fact]
    public async Task Faults()
    {
        #region faults
        await AgentTestHost.RunAsync(agents => agents.AddShop(), async host =>
        {
            host.Faults.FailAttempt("Deliver", 1);
            host.Faults.FailAttempt("Deliver", 2, new IOException("The van is broken."));
            var run = await host.Get<ShopClient>().StartAsync(new Order("order-47", 1));
            await run.Deliver.ShouldResetAsync(2);
            await run.ShouldCompleteAsync();

            host.Faults.CancelAtEvent(3);                                   // of runs to come: once "packed" is recorded
            var canceled = await host.Get<ShopClient>().StartAsync(new Order("order-48", 1));
            await canceled.ShouldBeCanceledAsync();
        });
        #endregion
    }

    [Fact]
    public async Task Time_is_held()
    {
        await AgentTestHost.RunAsync(agents => agents.AddShop(), async host =>
        {
            var file = Path.Combine(Repository.Root, "README.md");

            #region hold
            var run = await host.Get<ShopClient>().StartAsync(new Order("order-49", 1));
            using (host.HoldTime())
                await File.ReadAllTextAsync(file);                          // takes no time
            #endregion

            await run.ShouldCompleteAsync();
        });
    }

    [Fact]
    public async Task Exploring()
    {
        #region explore
        await AgentExplorer.ExploreAsync(
            agents => agents.AddDigest(),
            async host =>
            {
                host.Faults.FailRandomly("Summarize", 0.2);
                var run = await host.Get<DigestClient>().StartAsync(["b", "ccc", "a"], new RunOptions { MaxAttempts = 20 });
                await run.ShouldGiveAsync("3 of 3: B, CCC, A");
            },
            new ExplorerOptions { Seeds = 100 });
        #endregion
    }

    [Fact]
    public async Task A_race_is_found_and_replayed()
    {
        var found = await Assert.ThrowsAsync<ExplorerException>(() => AgentExplorer.ExploreAsync(AddTill, PayAsync, Options));
        Assert.Contains("in the same way each time", found.Message, StringComparison.Ordinal);
        var again = await Assert.ThrowsAsync<ExplorerException>(ReplayAsync);
        Assert.Equal(found.Log, again.Log);

        async Task ReplayAsync()
        {
            #region replay
            await AgentExplorer.ReplayAsync(AddTill, PayAsync, seed: found.Seed, Options);
            #endregion
        }
    }

    #region till
    private static ExplorerOptions Options => new()
    {
        Host = _ => new AgentTestHostOptions { Services = services => services.AddSingleton<Account>() },
    };

    private static void AddTill(AgentsBuilder agents) => agents.AddTill();

    private static async Task PayAsync(AgentTestHost host)
    {
        var run = await host.Get<TillClient>().StartAsync([1, 1]);
        await run.ShouldCompleteAsync();
        Assert.Equal(2, host.Get<Account>().Balance);
    }
    #endregion
}

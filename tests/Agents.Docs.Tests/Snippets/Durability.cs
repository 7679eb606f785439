using Agents.Journals;
using Agents.Sqlite;
using Agents.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Docs.Tests.Snippets;

/// <summary>The code of the pages on durability and journals.</summary>
public sealed class Durability : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("docs");

    public static TheoryData<string> Checks => [.. JournalConformance.Checks];

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_new_build_is_checked_against_the_database()
    {
        var database = Path.Combine(folder.FullName, "shop.db");
        await using (var provider = new ServiceCollection().AddAgents().UseSqlite($"Data Source={database}").AddShop().Services.BuildServiceProvider())
            await provider.GetRequiredService<ShopClient>().StartAsync(new Order("order-1", 1));

        #region check
        var report = await UpgradeCheck.RunAsync(
            agents => agents.AddShop(), SqliteJournal.OpenReader($"Data Source={database}"));

        Assert.True(report.Findings.Count == 0, report.ToString());
        #endregion
        Assert.Equal(1, report.Runs);
    }

    [Fact]
    public async Task A_process_ends_and_the_next_goes_on()
    {
        var ended = new RunId();

        #region crash
        var store = new InMemoryStore();
        await AgentTestHost.RunAsync(agents => agents.AddShop(), async host =>
        {
            var run = await host.Get<ShopClient>().StartAsync(new Order("order-7", 12));
            ended = run.Id;
            store.Crash();                                              // from here on nothing is stored
        }, new AgentTestHostOptions { Store = store });

        await AgentTestHost.RunAsync(agents => agents.AddShop(), async host =>
        {
            var run = await host.Get<ShopClient>().GetRunAsync(ended);
            await run!.ShouldGiveAsync("order-7 delivered");
        }, new AgentTestHostOptions { Store = store });
        #endregion
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Keeps_what_it_promises(string check)
    {
        var path = Path.Combine(folder.FullName, "conformance.db");

        #region conformance
        // For each of JournalConformance.Checks, with a store of its own.
        await JournalConformance.CheckAsync(check, () => new SqliteJournal(
            $"Data Source={path}", new SqliteJournalOptions { LeaseWait = TimeSpan.Zero }));
        #endregion
    }

    [Fact]
    public async Task Another_journal_is_registered()
    {
        var store = new InMemoryStore();
        var services = new ServiceCollection();

        #region use
        services.AddAgents().UseJournal(provider => new InMemoryJournal(store)).AddShop();
        #endregion

        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<ShopClient>().StartAsync(new Order("order-1", 1));
        Assert.True(store.Events > 0);
    }

    [Fact]
    public async Task A_reader_lists_what_is_stored()
    {
        var database = Path.Combine(folder.FullName, "read.db");
        await using (var provider = new ServiceCollection().AddAgents().UseSqlite($"Data Source={database}").AddShop().Services.BuildServiceProvider())
            await provider.GetRequiredService<ShopClient>().StartAsync(new Order("order-1", 1));
        var listed = new List<string>();

        #region reader
        await using var journal = SqliteJournal.OpenReader($"Data Source={database}");
        await journal.OpenAsync();
        await foreach (var run in journal.ListAsync(new JournalQuery { Status = RunStatus.Running }))
            listed.Add($"{run.Id} of {run.Start.Agent}, since {run.Start.StartedAt}");
        #endregion

        Assert.Single(listed);
    }
}

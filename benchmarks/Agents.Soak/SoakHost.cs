using Agents.Benchmarks;
using Agents.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Soak;

/// <summary>A host under load, and what its jobs need of it.</summary>
internal sealed class SoakHost : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private SoakHost(string name, int every, Action<AgentsOptions> configure, Action<AgentsBuilder> store)
    {
        Name = name;
        Witnesses = new Witnesses(every);
        var collection = new ServiceCollection();
        var agents = collection.AddAgents(options =>
        {
            options.Retry.BaseDelay = TimeSpan.FromMilliseconds(2);
            configure(options);
        });
        store(agents.AddAdder().AddChain().AddFan().AddCrowd().AddTalker().AddSleeper().AddStumbler().AddClerk());
        services = collection.BuildServiceProvider();
    }

    public string Name { get; }

    public Witnesses Witnesses { get; }

    public People People { get; } = new();

    public AdderClient Adder => services.GetRequiredService<AdderClient>();

    public ChainClient Chain => services.GetRequiredService<ChainClient>();

    public FanClient Fan => services.GetRequiredService<FanClient>();

    public CrowdClient Crowd => services.GetRequiredService<CrowdClient>();

    public TalkerClient Talker => services.GetRequiredService<TalkerClient>();

    public SleeperClient Sleeper => services.GetRequiredService<SleeperClient>();

    public StumblerClient Stumbler => services.GetRequiredService<StumblerClient>();

    public ClerkClient Clerk => services.GetRequiredService<ClerkClient>();

    public static SoakHost InMemory() => new("memory", 997, static options => options.Retention.MaxFinishedRuns = 1_000, static _ => { });

    public static SoakHost Durable(string path) => new("durable", 97, static options =>
    {
        options.Retention.MaxFinishedRuns = 200;
        options.Journal.MaxFinishedRuns = 2_000;
        options.Journal.PruneInterval = TimeSpan.FromSeconds(10);
    }, agents => agents.UseSqlite($"Data Source={path}"));

    /// <summary>Whose the runs are that have not ended.</summary>
    public async Task<List<KindName>> ListLiveAsync()
    {
        var query = new RunQuery { Status = RunStatus.Running };
        IAsyncEnumerable<RunInfo>[] lists =
        [
            Adder.ListRunsAsync(query), Chain.ListRunsAsync(query), Fan.ListRunsAsync(query), Crowd.ListRunsAsync(query),
            Talker.ListRunsAsync(query), Sleeper.ListRunsAsync(query), Stumbler.ListRunsAsync(query), Clerk.ListRunsAsync(query),
        ];
        var live = new List<KindName>();
        foreach (var list in lists)
            live.AddRange(await list.Select(info => new KindName(Name, info.Agent)).ToListAsync());
        return live;
    }

    public async ValueTask DisposeAsync()
    {
        await People.DisposeAsync();
        await services.DisposeAsync();
    }
}

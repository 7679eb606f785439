using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>
/// Explores whole graphs under many seeds: as many of each scenario as the environment variable <c>AGENTS_EXPLORER_SEEDS</c>
/// says, from <c>AGENTS_EXPLORER_FIRST_SEED</c> on. The seed decides the shape of the graph, too.
/// </summary>
public sealed class LongExploration
{
    private static readonly Dictionary<string, Func<AgentTestHost, Task>> All = new()
    {
        [nameof(FanScenario)] = FanScenario.PlayAsync,
        [nameof(NestScenario)] = NestScenario.PlayAsync,
        [nameof(FoldScenario)] = FoldScenario.PlayAsync,
        [nameof(FamilyScenario)] = FamilyScenario.PlayAsync,
        [nameof(PanelScenario)] = PanelScenario.PlayAsync,
        [nameof(ShelfScenario)] = ShelfScenario.PlayAsync,
        [nameof(ForkScenario)] = ForkScenario.PlayAsync,
        [nameof(EverythingScenario)] = EverythingScenario.PlayAsync,
    };

    public static TheoryData<string> Scenarios => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task No_order_breaks_an_invariant(string scenario) => ExploreAsync(scenario, Seeds, MakeHost);

    /// <summary>How many seeds the environment asks for.</summary>
    internal static int Seeds => Setting("AGENTS_EXPLORER_SEEDS", 100);

    internal static int FirstSeed => Setting("AGENTS_EXPLORER_FIRST_SEED", 1);

    internal static Func<AgentTestHost, Task> Find(string scenario) => All[scenario];

    internal static Task ExploreAsync(string scenario, int seeds, Func<int, AgentTestHostOptions> host) => AgentExplorer.ExploreAsync(
        Register,
        async made =>
        {
            await All[scenario](made);
            // The seed alone has decided, but for the stop of a host, which is waited for outside of it.
            Assert.True(made.Runtime.IsStopping || made.OutsideContinuations == 0, "Work came from outside of the host.");
        },
        new ExplorerOptions { Seeds = seeds, FirstSeed = FirstSeed, Parallelism = Environment.ProcessorCount, Host = host },
        TestContext.Current.CancellationToken);

    internal static void Register(AgentsBuilder agents) =>
        agents.AddFan().AddNest().AddFolds().AddFamily().AddPanel().AddClerk().AddShelf();

    internal static AgentTestHostOptions MakeHost(int seed) => new()
    {
        Patience = TimeSpan.FromSeconds(5),
        Services = services => services.AddSingleton(new Dice(seed)),
        Configure = options =>
        {
            if (seed % 4 > 0)
                options.MaxConcurrency = seed % 4;
            options.Retry.BaseDelay = TimeSpan.FromMilliseconds(10);
        },
    };

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

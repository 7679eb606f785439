using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>
/// Explores whole graphs under many seeds: as many as the environment variable <c>AGENTS_EXPLORER_SEEDS</c> says, from
/// <c>AGENTS_EXPLORER_FIRST_SEED</c> on. To explore one more kind of graph, add its agents to <see cref="Register"/> and its
/// scenario to <see cref="Scenarios"/>.
/// </summary>
public sealed class LongExploration
{
    private static readonly Dictionary<string, Func<AgentTestHost, Task>> All = new()
    {
        [nameof(FanScenario)] = FanScenario.PlayAsync,
    };

    public static TheoryData<string> Scenarios => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task No_order_breaks_an_invariant(string scenario) => AgentExplorer.ExploreAsync(
        Register,
        All[scenario],
        new ExplorerOptions
        {
            Seeds = Setting("AGENTS_EXPLORER_SEEDS", 300),
            FirstSeed = Setting("AGENTS_EXPLORER_FIRST_SEED", 1),
            Parallelism = Environment.ProcessorCount,
        },
        TestContext.Current.CancellationToken);

    private static void Register(AgentsBuilder agents) => agents.AddFan();

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

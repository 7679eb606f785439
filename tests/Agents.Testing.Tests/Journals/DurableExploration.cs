using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>The same scenarios as in <see cref="LongExploration"/>, with every run stored.</summary>
public sealed class DurableExploration
{
    public static TheoryData<string> Scenarios => LongExploration.Scenarios;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task No_order_breaks_an_invariant(string scenario) =>
        LongExploration.ExploreAsync(scenario, LongExploration.Seeds, static seed => LongExploration.MakeHost(seed) with { Store = new InMemoryStore() });
}

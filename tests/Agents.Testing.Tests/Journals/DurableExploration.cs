namespace Agents.Testing.Tests;

/// <summary>The same scenarios as in <see cref="LongExploration"/>, with every run stored; but no host is stopped in the middle.</summary>
public sealed class DurableExploration
{
    public static TheoryData<string> Scenarios => LongExploration.Scenarios;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task No_order_breaks_an_invariant(string scenario) => AgentExplorer.ExploreAsync(
        LongExploration.Register,
        host => PlayAsync(host, LongExploration.Find(scenario)),
        new ExplorerOptions
        {
            Seeds = LongExploration.Seeds,
            FirstSeed = LongExploration.FirstSeed,
            Parallelism = Environment.ProcessorCount,
            Host = static seed => LongExploration.MakeHost(seed) with { Store = new InMemoryStore() },
        },
        TestContext.Current.CancellationToken);

    /// <summary>Plays a scenario; that its host stops, which some troubles are, ends it.</summary>
    internal static async Task PlayAsync(AgentTestHost host, Func<AgentTestHost, Task> scenario)
    {
        try
        {
            await scenario(host);
        }
        catch (Exception exception) when (host.Runtime.IsStopping && IsStop(exception))
        {
            // The runs go on in the next host.
        }
    }

    private static bool IsStop(Exception exception) => exception is AgentHostStoppedException ||
        (exception is InvalidOperationException && exception.Message.Contains("stop", StringComparison.Ordinal));
}

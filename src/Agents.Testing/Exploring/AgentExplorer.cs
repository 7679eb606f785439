using System.Collections.Concurrent;

namespace Agents.Testing;

/// <summary>
/// Tries a scenario under many seeds, each of them another order of all that happens. After each it checks what holds of
/// every run (<see cref="RunInvariants"/>), and that nothing was left behind: each run has ended, no attempt executes, no
/// timer is set, no reader waits.
/// </summary>
public static class AgentExplorer
{
    /// <summary>Tries a scenario under many seeds.</summary>
    /// <param name="agents">Registers the agents: <c>agents => agents.AddResearchAgent()</c>.</param>
    /// <param name="scenario">Starts runs, looks at them, and brings them to their end. Executed within a host of its own.</param>
    /// <param name="options">How to explore, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the exploration.</param>
    /// <exception cref="ExplorerException">The scenario failed; of the seeds that were tried, under this lowest one.</exception>
    public static async Task ExploreAsync(
        Action<AgentsBuilder> agents,
        Func<AgentTestHost, Task> scenario,
        ExplorerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(scenario);
        options ??= new ExplorerOptions();
        var failures = new ConcurrentBag<ExplorerException>();
        await Parallel.ForEachAsync(
            Enumerable.Range(options.FirstSeed, options.Seeds),
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken },
            async (seed, _) =>
            {
                if (!failures.IsEmpty)
                    return;
                try
                {
                    await ReplayAsync(agents, scenario, seed, options).ConfigureAwait(false);
                }
                catch (ExplorerException exception)
                {
                    failures.Add(exception);
                }
            }).ConfigureAwait(false);
        if (failures.MinBy(static failure => failure.Seed) is { } first)
            throw first;
    }

    /// <summary>Tries a scenario under one seed.</summary>
    /// <param name="agents">Registers the agents.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="options">How it was explored, or null for the defaults.</param>
    /// <exception cref="ExplorerException">The scenario failed.</exception>
    public static async Task ReplayAsync(
        Action<AgentsBuilder> agents, Func<AgentTestHost, Task> scenario, int seed, ExplorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var made = options?.Host?.Invoke(seed) ?? new AgentTestHostOptions { Patience = TimeSpan.FromSeconds(5) };
        var host = AgentTestHost.Create(agents, made with { Seed = seed });
        await host.UseAsync(() => TryAsync(host, scenario)).ConfigureAwait(false);
    }

    private static async Task TryAsync(AgentTestHost host, Func<AgentTestHost, Task> scenario)
    {
        try
        {
            await host.RunAsync(() => scenario(host)).ConfigureAwait(false);
            await Leftovers.CheckAsync(host).ConfigureAwait(false);
            // One that a stopped host has let go of goes on in the next.
            foreach (var run in RunDescription.RunsOf(host.Runtime).Where(static run => !run.IsHalted))
                RunInvariants.Check(RunDescription.EventsOf(run));
        }
        catch (Exception exception)
        {
            throw new ExplorerException(host.Options.Seed, host.DescribeRuns(), host.OutsideContinuations, exception);
        }
    }
}

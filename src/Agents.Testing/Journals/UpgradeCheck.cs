using Agents.Journals;
using Agents.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing;

/// <summary>
/// Tells what a new build makes of the runs that are in flight: reads them with its agents as a host would, lets none of them go on and
/// stores nothing. Run it against the database before the build is rolled out.
/// </summary>
public static class UpgradeCheck
{
    /// <summary>Reads every run that has not ended.</summary>
    /// <param name="agents">Registers the agents of the new build: <c>agents => agents.AddResearchAgent()</c>.</param>
    /// <param name="journal">
    /// What the runs are read from; disposed of in the end. One that takes no ownership may be read while a host uses the store:
    /// <c>SqliteJournal.OpenReader("Data Source=agents.db")</c>.
    /// </param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="JournalException">The journal cannot be read at all.</exception>
    public static async Task<UpgradeReport> RunAsync(
        Action<AgentsBuilder> agents, RunJournal journal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(journal);
        var services = new ServiceCollection();
        agents(services.AddAgents().UseJournal(_ => journal));
        var provider = services.BuildServiceProvider();
        await using (provider.ConfigureAwait(false))
        {
            var host = provider.GetRequiredService<AgentHost>();
            await journal.OpenAsync(cancellationToken).ConfigureAwait(false);
            var runs = await host.Stored!.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var findings = host.Stored.Unreadable.Select(static unreadable => new UpgradeFinding(unreadable.Key, UpgradeEffect.Unreadable, unreadable.Value))
                .Concat(runs.Where(static run => run.End is null).SelectMany(FindingsOf))
                .OrderBy(static finding => finding.Run);
            return new UpgradeReport(runs.Count(static run => run.End is null) + host.Stored.Unreadable.Count, [.. findings]);
        }
    }

    private static IEnumerable<UpgradeFinding> FindingsOf(Run run)
    {
        if (run.Fingerprint != run.Agent.Fingerprint && run.Agent.Definition.OnUpgrade is not UpgradePolicy.Continue and var policy)
        {
            var effect = policy is UpgradePolicy.Fail ? UpgradeEffect.Fails : UpgradeEffect.Restarts;
            return [new UpgradeFinding(run.Id, effect, $"The graph of agent '{run.Agent.Name}' has changed, and its OnUpgrade is {policy}.") { Agent = run.Agent.Name }];
        }

        return Misfits.Of(run).Select(misfit => new UpgradeFinding(run.Id, UpgradeEffect.Parks, misfit.ToString())
        {
            Agent = run.Agent.Name,
            Invocation = misfit.Invocation,
            Node = misfit.Node,
            Argument = misfit.Argument,
        });
    }
}

using Agents;
using Agents.Journals;
using Agents.Runtime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes runs durable.</summary>
public static class AgentsJournalBuilderExtensions
{
    /// <summary>
    /// Keeps runs in a journal: they outlive the host, and go on when the next one starts. Without one, runs are kept in memory.
    /// The host opens the journal when it starts and disposes of it when it stops.
    /// </summary>
    /// <param name="agents">The agents.</param>
    /// <param name="create">Makes the journal, which nobody else may use.</param>
    public static AgentsBuilder UseJournal(this AgentsBuilder agents, Func<IServiceProvider, RunJournal> create)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(create);
        // Disposed of by the host, in its own time: a service provider would do so before the runs have come to rest.
        agents.Services.AddSingleton(provider => new JournalSource(() => create(provider)));
        return agents;
    }
}

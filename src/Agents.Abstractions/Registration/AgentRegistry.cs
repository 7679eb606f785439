using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Agents;

/// <summary>The agents of a host by name, for services that do not know their types. A singleton; thread-safe.</summary>
public sealed class AgentRegistry
{
    private readonly Dictionary<string, AgentDescriptor> byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a registry.</summary>
    /// <param name="agents">The agents.</param>
    /// <exception cref="ArgumentException">Two agents bear one name.</exception>
    public AgentRegistry(IEnumerable<AgentDescriptor> agents)
    {
        ArgumentNullException.ThrowIfNull(agents);
        foreach (var agent in agents)
        {
            if (!byName.TryAdd(agent.Name, agent))
                throw new ArgumentException($"Two agents are named '{agent.Name}'.", nameof(agents));
        }

        Agents = [.. byName.Values];
    }

    /// <summary>All agents, in the order of their registration.</summary>
    public IReadOnlyList<AgentDescriptor> Agents { get; }

    /// <summary>Finds an agent.</summary>
    /// <param name="name">Its name on the wire; upper and lower case alike.</param>
    /// <param name="agent">The agent.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out AgentDescriptor? agent) => byName.TryGetValue(name, out agent);
}

/// <summary>An agent as a host serves it by name. Thread-safe.</summary>
public abstract class AgentDescriptor
{
    /// <summary>The agent's name on the wire.</summary>
    public string Name => Graph.Agent;

    /// <inheritdoc cref="AgentModuleAttribute.Version"/>
    public string Version => Graph.Version;

    /// <summary>The graph.</summary>
    public abstract AgentGraph Graph { get; }

    /// <summary>Starts a run with inputs from JSON.</summary>
    /// <param name="input">An object with one property per input of the entry node, by the parameters' names.</param>
    /// <param name="options">Options, or null for none.</param>
    /// <param name="cancellationToken">Gives up the start, as long as it is not accepted.</param>
    /// <returns>The generated handle of the agent.</returns>
    /// <exception cref="ArgumentException">An input is missing, null where it may not be, or not of its type.</exception>
    public abstract ValueTask<AgentRun> StartAsync(
        JsonElement input, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Finds a run of this agent; null if there is none of this id.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<AgentRun?> GetRunAsync(RunId run, CancellationToken cancellationToken = default);
}

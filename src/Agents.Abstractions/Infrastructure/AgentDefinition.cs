using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Agents.Infrastructure;

/// <summary>An agent as its module declares it: the facts that do not depend on a host.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AgentDefinition
{
    private AgentGraph? graph;

    private protected AgentDefinition(string name)
    {
        Name = name;
    }

    /// <summary>The agent's name on the wire.</summary>
    public string Name { get; }

    /// <inheritdoc cref="AgentModuleAttribute.Version"/>
    public string Version { get; init; } = "1";

    /// <inheritdoc cref="AgentModuleAttribute.OnUpgrade"/>
    public UpgradePolicy OnUpgrade { get; init; }

    /// <summary>The index of the entry among the nodes.</summary>
    public int Entry { get; init; }

    /// <inheritdoc cref="AgentModuleAttribute.MaxAttempts"/>
    public int MaxAttempts { get; init; }

    /// <inheritdoc cref="AgentModuleAttribute.TimeoutSeconds"/>
    public double TimeoutSeconds { get; init; }

    /// <inheritdoc cref="AgentModuleAttribute.RunTimeoutSeconds"/>
    public double RunTimeoutSeconds { get; init; }

    /// <inheritdoc cref="AgentModuleAttribute.MaxConcurrency"/>
    public int MaxConcurrency { get; init; }

    /// <inheritdoc cref="BudgetAttribute.Invocations"/>
    public int InvocationBudget { get; init; }

    /// <inheritdoc cref="BudgetAttribute.Chunks"/>
    public int ChunkBudget { get; init; }

    /// <inheritdoc cref="BudgetAttribute.Seconds"/>
    public double SecondsBudget { get; init; }

    /// <summary>What knows the JSON of the agent's unions; asked before the host's own resolvers.</summary>
    public IReadOnlyList<IJsonTypeInfoResolver> JsonResolvers { get; init; } = [];

    /// <summary>The module's class.</summary>
    public abstract Type ModuleType { get; }

    /// <summary>The result type, or null where no node gives a result.</summary>
    public abstract Type? ResultType { get; }

    /// <summary>The nodes.</summary>
    public abstract IReadOnlyList<NodeDefinition> AllNodes { get; }

    /// <summary>The graph, for people and tools.</summary>
    public AgentGraph Graph => graph ??= AgentGraph.Of(this);

    /// <summary>Hands the agent with its types to <paramref name="visitor"/>.</summary>
    /// <typeparam name="TOut">What the visitor gives.</typeparam>
    /// <param name="visitor">Who wants to know the types.</param>
    public abstract TOut Accept<TOut>(IAgentVisitor<TOut> visitor);
}

/// <summary>An agent with its types.</summary>
/// <typeparam name="TModule">The module.</typeparam>
/// <typeparam name="TInput">The input of the entry node.</typeparam>
/// <typeparam name="TResult">The result; <see cref="NoResult"/> where no node gives one.</typeparam>
/// <param name="name">The agent's name on the wire.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AgentDefinition<TModule, TInput, TResult>(string name) : AgentDefinition(name)
    where TModule : class
{
    /// <summary>The nodes.</summary>
    public required IReadOnlyList<NodeDefinition<TModule, TResult>> Nodes { get; init; }

    /// <summary>Makes the typed handle of a run.</summary>
    public required Func<RunConnection<TResult>, AgentRun> CreateRun { get; init; }

    /// <inheritdoc/>
    public override Type ModuleType => typeof(TModule);

    /// <inheritdoc/>
    public override Type? ResultType => typeof(TResult) == typeof(NoResult) ? null : typeof(TResult);

    /// <inheritdoc/>
    public override IReadOnlyList<NodeDefinition> AllNodes => Nodes;

    /// <summary>The node that a client's inputs go to.</summary>
    public NodeDefinition<TModule, TInput, TResult> EntryNode => (NodeDefinition<TModule, TInput, TResult>)Nodes[Entry];

    /// <inheritdoc/>
    public override TOut Accept<TOut>(IAgentVisitor<TOut> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Visit(this);
    }
}

/// <summary>Receives an agent with its types.</summary>
/// <typeparam name="TOut">What is given back.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IAgentVisitor<out TOut>
{
    /// <summary>Receives the agent.</summary>
    /// <typeparam name="TModule">The module.</typeparam>
    /// <typeparam name="TInput">The input of the entry node.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="agent">The agent.</param>
    TOut Visit<TModule, TInput, TResult>(AgentDefinition<TModule, TInput, TResult> agent)
        where TModule : class;
}

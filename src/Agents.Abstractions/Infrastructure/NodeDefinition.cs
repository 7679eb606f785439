using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>A node as its module declares it: the facts that do not depend on a host.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NodeDefinition
{
    private protected NodeDefinition(string name)
    {
        Name = name;
    }

    /// <summary>The name on the wire.</summary>
    public string Name { get; }

    /// <summary>The edges, in the order of the parameters.</summary>
    public IReadOnlyList<EdgeDefinition> Edges { get; init; } = [];

    /// <summary>The stream, or null for a node without a writer.</summary>
    public StreamDefinition? Stream { get; init; }

    /// <summary>Whether the node may give the agent's result.</summary>
    public bool GivesResult { get; init; }

    /// <inheritdoc cref="NodeAttribute.MaxAttempts"/>
    public int MaxAttempts { get; init; }

    /// <inheritdoc cref="NodeAttribute.TimeoutSeconds"/>
    public double TimeoutSeconds { get; init; }

    /// <inheritdoc cref="NodeAttribute.MaxConcurrency"/>
    public int MaxConcurrency { get; init; }

    /// <inheritdoc cref="NodeAttribute.NonRetryable"/>
    public IReadOnlyList<Type> NonRetryable { get; init; } = [];

    /// <inheritdoc cref="NodeAttribute.CacheSeconds"/>
    public double CacheSeconds { get; init; }

    /// <inheritdoc cref="BudgetAttribute.Rounds"/>
    public int Rounds { get; init; }

    /// <summary>Of the start of a scope: the index of its aggregate among the agent's nodes. Null for any other node.</summary>
    public int? Aggregate { get; init; }

    /// <summary>Of the start of a scope: what it returns for its aggregate; null where it returns nothing.</summary>
    public StartValueDefinition? StartValue { get; init; }

    /// <summary>Whether the node is an aggregate.</summary>
    public bool IsAggregate => Gathering is not null;

    /// <summary>Of an aggregate: how it folds what is emitted to it. Null for any other node.</summary>
    public abstract FoldDefinition? Gathering { get; }

    /// <summary>What the node may ask people, in the order of the parameters.</summary>
    public IReadOnlyList<HumanInputDefinition> HumanInputs { get; init; } = [];

    /// <summary>The inputs in order.</summary>
    public abstract IReadOnlyList<NodeParameter> Parameters { get; }
}

/// <summary>A node of a module.</summary>
/// <typeparam name="TModule">The module.</typeparam>
/// <typeparam name="TResult">The agent's result type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NodeDefinition<TModule, TResult> : NodeDefinition
    where TModule : class
{
    private protected NodeDefinition(string name)
        : base(name)
    {
    }

    /// <summary>Hands the node with its input type to <paramref name="visitor"/>.</summary>
    /// <typeparam name="TOut">What the visitor gives.</typeparam>
    /// <param name="visitor">Who wants to know the type.</param>
    public abstract TOut Accept<TOut>(INodeVisitor<TModule, TResult, TOut> visitor);
}

/// <summary>A node of a module, with its input.</summary>
/// <typeparam name="TModule">The module.</typeparam>
/// <typeparam name="TInput">
/// <see cref="ValueTuple"/> for no input, the type itself for one, a tuple for several.
/// </typeparam>
/// <typeparam name="TResult">The agent's result type.</typeparam>
/// <param name="name">The name on the wire.</param>
/// <param name="input">The inputs.</param>
/// <param name="invoke">Calls the method of the module.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NodeDefinition<TModule, TInput, TResult>(
    string name, NodeInput<TInput> input, Func<TModule, TInput, NodeAttempt, NodeReturn<TResult>> invoke)
    : NodeDefinition<TModule, TResult>(name)
    where TModule : class
{
    /// <summary>The inputs.</summary>
    public NodeInput<TInput> Input { get; } = input;

    /// <summary>Calls the method of the module.</summary>
    public Func<TModule, TInput, NodeAttempt, NodeReturn<TResult>> Invoke { get; } = invoke;

    /// <summary>Of an aggregate: how it folds what is emitted to it. Null for any other node.</summary>
    public FoldDefinition<TInput>? Fold { get; init; }

    /// <inheritdoc/>
    public override FoldDefinition? Gathering => Fold;

    /// <inheritdoc/>
    public override IReadOnlyList<NodeParameter> Parameters => Input.Parameters;

    /// <inheritdoc/>
    public override TOut Accept<TOut>(INodeVisitor<TModule, TResult, TOut> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Visit(this);
    }
}

/// <summary>Receives a node with the type of its input.</summary>
/// <typeparam name="TModule">The module.</typeparam>
/// <typeparam name="TResult">The agent's result type.</typeparam>
/// <typeparam name="TOut">What is given back.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface INodeVisitor<TModule, TResult, out TOut>
    where TModule : class
{
    /// <summary>Receives the node.</summary>
    /// <typeparam name="TInput">The type of its input.</typeparam>
    /// <param name="node">The node.</param>
    TOut Visit<TInput>(NodeDefinition<TModule, TInput, TResult> node);
}

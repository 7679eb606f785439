using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>How an aggregate folds what is emitted to it: what does not depend on its input.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class FoldDefinition
{
    private protected FoldDefinition()
    {
    }

    /// <inheritdoc cref="IAggregator{TItem, TState, TResult}.IsOrdered"/>
    public abstract bool IsOrdered { get; }

    /// <summary>Whether the fold may be finished before all items are there.</summary>
    public bool MayFinishEarly { get; init; }

    /// <inheritdoc cref="AggregateAttribute.OnEarlyFinish"/>
    public EarlyFinish OnEarlyFinish { get; init; }
}

/// <summary>How an aggregate folds what is emitted to it into its input.</summary>
/// <typeparam name="TInput">The input of the aggregate.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class FoldDefinition<TInput> : FoldDefinition
{
    private protected FoldDefinition()
    {
    }

    /// <summary>Begins to fold.</summary>
    public abstract Fold<TInput> Begin();
}

/// <summary>A fold under way. Not thread-safe.</summary>
/// <typeparam name="TInput">The input of the aggregate.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Fold<TInput>
{
    private protected Fold()
    {
    }

    /// <summary>Whether no further item can change the result.</summary>
    public abstract bool IsFinished { get; }

    /// <summary>Adds an item.</summary>
    /// <param name="item">An <see cref="IGatheredItem{TState}"/> of this fold's state.</param>
    public abstract void Add(object item);

    /// <summary>Makes the input of the aggregate.</summary>
    /// <param name="start">What the start of the scope returned; null where it returns nothing.</param>
    public abstract TInput Finish(object? start);
}

/// <summary>Adds an item to the state of a fold.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="TItem">What is emitted.</typeparam>
/// <param name="state">The state.</param>
/// <param name="item">The item.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void AddToFold<TState, in TItem>(ref TState state, TItem item);

/// <summary>An item that was emitted to an aggregate.</summary>
/// <typeparam name="TState">The state of the fold that it is for.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGatheredItem<TState>
{
    /// <summary>Adds the item.</summary>
    /// <param name="state">The state.</param>
    void AddTo(ref TState state);
}

/// <summary>A fold by an aggregator.</summary>
/// <typeparam name="TAggregator">The aggregator.</typeparam>
/// <typeparam name="TItem">One of the types of its items.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
/// <typeparam name="TFold">What it finishes with.</typeparam>
/// <typeparam name="TInput">The input of the aggregate.</typeparam>
/// <param name="toInput">Makes the input of what the aggregator finishes with, and of what the start of the scope returned.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FoldDefinition<TAggregator, TItem, TState, TFold, TInput>(Func<TFold, object?, TInput> toInput) : FoldDefinition<TInput>
    where TAggregator : IAggregator<TItem, TState, TFold>
{
    /// <inheritdoc/>
    public override bool IsOrdered => TAggregator.IsOrdered;

    /// <inheritdoc/>
    public override Fold<TInput> Begin() => new State(toInput);

    private sealed class State(Func<TFold, object?, TInput> toInput) : Fold<TInput>
    {
        private TState state = TAggregator.Create();

        public override bool IsFinished => TAggregator.IsFinished(in state);

        public override void Add(object item) => ((IGatheredItem<TState>)item).AddTo(ref state);

        public override TInput Finish(object? start) => toInput(TAggregator.Finish(ref state), start);
    }
}

/// <summary>An edge to an aggregate.</summary>
/// <typeparam name="TItem">What is emitted.</typeparam>
/// <typeparam name="TState">The state of the aggregate's fold.</typeparam>
/// <param name="name">The name of the parameter that holds the edge.</param>
/// <param name="target">The index of the aggregate among the agent's nodes.</param>
/// <param name="add">Adds what is emitted to the state; converts it, if need be.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GatherEdgeDefinition<TItem, TState>(string name, int target, AddToFold<TState, TItem> add)
    : EdgeDefinition(name, target)
{
    /// <summary>Throws where a null is not allowed; null if nothing can be wrong.</summary>
    public Action<TItem>? Check { get; init; }

    /// <inheritdoc/>
    public override Type? ItemType => typeof(TItem);

    /// <inheritdoc/>
    public override object Bind(object target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ((IGatherTarget)target).Gather(add, Check);
    }
}

/// <summary>An aggregate in a host, which makes what its edges emit to.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGatherTarget
{
    /// <summary>Makes what an edge emits to.</summary>
    /// <typeparam name="TItem">What is emitted.</typeparam>
    /// <typeparam name="TState">The state of the aggregate's fold.</typeparam>
    /// <param name="add">Adds what is emitted to the state.</param>
    /// <param name="check">Throws where a null is not allowed; null if nothing can be wrong.</param>
    EdgeTarget<TItem> Gather<TItem, TState>(AddToFold<TState, TItem> add, Action<TItem>? check);
}

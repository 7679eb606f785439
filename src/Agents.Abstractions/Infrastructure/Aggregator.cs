using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>Calls aggregators whose methods generated code cannot call by their names, because they are explicit.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Aggregator
{
    /// <summary>Adds an item.</summary>
    /// <typeparam name="TAggregator">The aggregator.</typeparam>
    /// <typeparam name="TItem">What is emitted.</typeparam>
    /// <typeparam name="TState">The state.</typeparam>
    /// <typeparam name="TResult">What the aggregator finishes with.</typeparam>
    /// <param name="state">The state.</param>
    /// <param name="item">The item.</param>
    public static void Add<TAggregator, TItem, TState, TResult>(ref TState state, TItem item)
        where TAggregator : IAggregator<TItem, TState, TResult> => TAggregator.Add(ref state, item);
}

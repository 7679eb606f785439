namespace Agents;

/// <summary>
/// A fold of what is emitted to an <see cref="AggregateAttribute{TAggregator}">aggregate</see>. Its methods are pure: they
/// depend on their arguments alone and change nothing but the state, for they may be called again with the same items,
/// after a retry or a restart.
/// </summary>
/// <remarks>
/// A type may implement this for several <typeparamref name="TItem"/> with one state and one result, so that edges of
/// different types feed one fold. An edge with several values emits a tuple, one without values a <see cref="ValueTuple"/>.
/// </remarks>
/// <typeparam name="TItem">What is emitted.</typeparam>
/// <typeparam name="TState">What is kept while gathering.</typeparam>
/// <typeparam name="TResult">What the aggregate takes as its first input.</typeparam>
public interface IAggregator<in TItem, TState, out TResult>
{
    /// <summary>
    /// Whether items are added in the order in which the scope would have emitted them one invocation after the other, depth
    /// first, whatever their order of arrival. True by default. False where the order makes no difference or the first to
    /// arrive is wanted: then a fold that finishes early need not wait for those before.
    /// </summary>
    static virtual bool IsOrdered => true;

    /// <summary>The state before the first item.</summary>
    static abstract TState Create();

    /// <summary>Adds an item.</summary>
    /// <param name="state">The state.</param>
    /// <param name="item">The item.</param>
    static abstract void Add(ref TState state, TItem item);

    /// <summary>Whether no further item can change the result. The scope is then closed early. Never, by default.</summary>
    /// <param name="state">The state.</param>
    static virtual bool IsFinished(in TState state) => false;

    /// <summary>The result. Called once for a state, which is not used any more.</summary>
    /// <param name="state">The state.</param>
    static abstract TResult Finish(ref TState state);
}

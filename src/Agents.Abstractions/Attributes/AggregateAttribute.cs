namespace Agents;

/// <summary>
/// Marks the node that gathers a scope: it is invoked once, when nothing of the scope is left to do, or when its fold is
/// finished. Its first input is the fold of all that was emitted to it, its last what the scope's
/// <see cref="AggregateStartAttribute">start</see> returned; a start that returns nothing gives none.
/// </summary>
/// <remarks>
/// Without a type argument the first input is an <see cref="IReadOnlyList{T}"/>, in the order in which the scope would have
/// emitted had it been executed one invocation after the other, depth first; not in the order of arrival. Where nothing was
/// emitted it is empty. Name another fold by <see cref="AggregateAttribute{TAggregator}"/>.
/// </remarks>
/// <param name="name">The node's name on the wire. By default the method's name without a trailing <c>Async</c>.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public class AggregateAttribute(string? name = null) : NodeAttribute(name)
{
    /// <summary>
    /// The start of the scope, best written <c>nameof(Split)</c>. Null, the default, for the one whose scope is the innermost
    /// on every path that leads here.
    /// </summary>
    public string? Start { get; set; }

    /// <summary>What becomes of the rest of the scope when the fold is finished early. <see cref="EarlyFinish.Cancel"/> by default.</summary>
    public EarlyFinish OnEarlyFinish { get; set; }
}

/// <summary>Marks the node that gathers a scope, and names the fold. See <see cref="AggregateAttribute"/>.</summary>
/// <typeparam name="TAggregator">
/// The fold, a built-in one such as <see cref="SumAggregator{T}"/>, or a type that implements
/// <see cref="IAggregator{TItem, TState, TResult}"/>; what it finishes with is the node's first input.
/// </typeparam>
/// <param name="name">The node's name on the wire. By default the method's name without a trailing <c>Async</c>.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class AggregateAttribute<TAggregator>(string? name = null) : AggregateAttribute(name);

/// <summary>What becomes of the rest of a scope when its fold is finished before all work is done.</summary>
public enum EarlyFinish
{
    /// <summary>Unfinished invocations of the scope are canceled.</summary>
    Cancel,

    /// <summary>They go on to their end; what they still emit to the aggregate is dropped.</summary>
    Drain,
}

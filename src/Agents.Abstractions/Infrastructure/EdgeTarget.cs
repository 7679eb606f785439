using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Agents.Infrastructure;

/// <summary>Where the emits of an edge go: a node of a run, or a recorder in a test.</summary>
/// <typeparam name="TInput">
/// The target's input: <see cref="ValueTuple"/> for none, the type itself for one, a tuple for several.
/// </typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EdgeTarget<TInput>
{
    /// <summary>Takes one emit.</summary>
    /// <param name="attempt">The emitting attempt; null outside a run.</param>
    /// <param name="input">The target's input.</param>
    public abstract void Emit(NodeAttempt? attempt, TInput input);
}

internal static class EdgeTarget
{
    internal static EdgeTarget<T> Require<T>([NotNull] EdgeTarget<T>? target) => target ?? throw new InvalidOperationException(
        "This edge leads nowhere: it was made by 'default'. Edges come as parameters of a node; in a test, make one with " +
        "its constructor.");
}

/// <summary>Takes emits of one type for a target whose input is of another that it converts to.</summary>
internal sealed class ConvertingEdgeTarget<TEmit, TInput>(EdgeTarget<TInput> target, Func<TEmit, TInput> convert)
    : EdgeTarget<TEmit>
{
    public override void Emit(NodeAttempt? attempt, TEmit input) => target.Emit(attempt, convert(input));
}

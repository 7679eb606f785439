using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>Other inputs for an invocation of a run that is forked.</summary>
/// <param name="Node">The index of its node.</param>
/// <param name="Invocation">The invocation.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract record InvocationChange(int Node, InvocationId Invocation);

/// <summary>Other inputs for an invocation of a run that is forked, with their type.</summary>
/// <typeparam name="TInput">The input of the node.</typeparam>
/// <param name="Node">The index of its node.</param>
/// <param name="Invocation">The invocation.</param>
/// <param name="Input">The inputs.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record InvocationChange<TInput>(int Node, InvocationId Invocation, TInput Input) : InvocationChange(Node, Invocation);

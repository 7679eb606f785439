namespace Agents;

/// <summary>
/// Marks a node that opens a scope: all that follows from what it emits belongs to the scope, until the scope's
/// <see cref="AggregateAttribute">aggregate</see> gathers it. Each of its invocations opens a scope of its own. What it
/// returns is no result of the agent: the aggregate takes it as its last input.
/// </summary>
/// <param name="name">The node's name on the wire. By default the method's name without a trailing <c>Async</c>.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class AggregateStartAttribute(string? name = null) : NodeAttribute(name);

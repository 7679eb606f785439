namespace Agents;

/// <summary>
/// Marks a method of an <see cref="AgentModuleAttribute">agent module</see> as a node. Its parameters say what it takes,
/// streams and emits to; its return value is the agent's result.
/// </summary>
/// <param name="name">The node's name on the wire. By default the method's name without a trailing <c>Async</c>.</param>
/// <seealso cref="AggregateStartAttribute"/>
/// <seealso cref="AggregateAttribute"/>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public class NodeAttribute(string? name = null) : Attribute
{
    /// <summary>The node's name on the wire, or null for the method's name.</summary>
    public string? Name { get; } = name;

    /// <summary>
    /// True for the node that a client's inputs go to. Needed only where more than one node, or none, is without an
    /// incoming edge.
    /// </summary>
    public bool Entry { get; set; }

    /// <summary>
    /// How many attempts an invocation gets before it fails, 1 or more. 0, the default, takes the run's, else the
    /// agent's, else the host's.
    /// </summary>
    public int MaxAttempts { get; set; }

    /// <summary>How long one attempt may take, in seconds. 0, the default, takes the run's, else the agent's, else the host's.</summary>
    public double TimeoutSeconds { get; set; }

    /// <summary>How many attempts of this node may execute at once in a host. 0, the default, means no limit of its own.</summary>
    public int MaxConcurrency { get; set; }

    /// <summary>
    /// Exceptions after which no further attempt is made; a derived type counts too.
    /// <see cref="NonRetryableException"/> always belongs to them.
    /// </summary>
    public Type[] NonRetryable { get; set; } = [];

    /// <summary>
    /// How long, in seconds, what an invocation gave is kept and given again to later invocations of this node with equal
    /// inputs, in any run of the host: its chunks, its emits and its result are recorded anew, the method is not called.
    /// Inputs are compared as JSON. 0, the default, means never.
    /// </summary>
    public double CacheSeconds { get; set; }
}

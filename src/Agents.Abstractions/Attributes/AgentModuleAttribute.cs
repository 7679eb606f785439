namespace Agents;

/// <summary>
/// Marks a class as an agent: its methods with <see cref="NodeAttribute"/> are the nodes of the graph, and their
/// signatures are its edges. The class must be partial, at least internal, and neither static, abstract nor generic.
/// </summary>
/// <param name="name">
/// The agent's name on the wire: in logs, stores and the <see cref="AgentRegistry"/>. The class name by default.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AgentModuleAttribute(string? name = null) : Attribute
{
    /// <summary>The agent's name on the wire, or null for the class name.</summary>
    public string? Name { get; } = name;

    /// <summary>The agent's version, free text shown in descriptors and recorded with each run. "1" by default.</summary>
    public string Version { get; set; } = "1";

    /// <summary>
    /// How many attempts an invocation of a node gets before it fails, 1 or more.
    /// 0, the default, takes the host's (<c>AgentsOptions.Retry.MaxAttempts</c>).
    /// </summary>
    public int MaxAttempts { get; set; }

    /// <summary>How long one attempt of a node may take, in seconds. 0, the default, takes the host's.</summary>
    public double TimeoutSeconds { get; set; }

    /// <summary>How long a whole run may take, in seconds; then it ends failed. 0, the default, means without limit.</summary>
    public double RunTimeoutSeconds { get; set; }

    /// <summary>How many attempts of this agent may execute at once in a host. 0, the default, means no limit of its own.</summary>
    public int MaxConcurrency { get; set; }

    /// <summary>
    /// What becomes of runs that are kept in a journal and were started by a build with another graph.
    /// <see cref="UpgradePolicy.Continue"/> by default.
    /// </summary>
    public UpgradePolicy OnUpgrade { get; set; }
}

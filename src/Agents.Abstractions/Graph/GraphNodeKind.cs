namespace Agents;

/// <summary>What a node is to the scopes of its graph.</summary>
public enum GraphNodeKind
{
    /// <summary>It belongs to the scope of whoever emits to it.</summary>
    Node,

    /// <summary>It opens a scope, see <see cref="AggregateStartAttribute"/>.</summary>
    AggregateStart,

    /// <summary>It gathers a scope, see <see cref="AggregateAttribute"/>. It may open the next one, too.</summary>
    Aggregate,
}

namespace Agents;

/// <summary>What a node may know of the attempt it is executed in. Safe to use from several threads.</summary>
public abstract class NodeContext
{
    /// <summary>The run.</summary>
    public abstract RunId RunId { get; }

    /// <summary>The invocation of the node: the same in all its attempts.</summary>
    public abstract InvocationId InvocationId { get; }

    /// <summary>The number of this attempt, from 1.</summary>
    public abstract int Attempt { get; }

    /// <summary>The node's name on the wire.</summary>
    public abstract string Node { get; }

    /// <summary>What the starter of the run gave along (<see cref="RunOptions.Metadata"/>); never null.</summary>
    public abstract IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The host's clock. A node that uses it can be tested in virtual time.</summary>
    public abstract TimeProvider TimeProvider { get; }

    /// <summary>
    /// A text that is the same in all attempts of this invocation and differs between invocations: what to give to
    /// services that deduplicate requests, so that a repeated attempt has no second effect.
    /// </summary>
    public virtual string IdempotencyKey => InvocationId.ToString();
}

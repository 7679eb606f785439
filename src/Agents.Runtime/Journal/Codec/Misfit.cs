namespace Agents.Runtime;

/// <summary>What of a run does not fit the agent as it is now.</summary>
/// <param name="Invocation">The invocation that cannot go on.</param>
/// <param name="Node">Its node's name on the wire.</param>
/// <param name="Argument">The input of the node that is at fault; null where it is the node itself.</param>
/// <param name="Reason">What is wrong.</param>
internal sealed record Misfit(InvocationId Invocation, string Node, string? Argument, string Reason)
{
    public override string ToString() => $"Invocation {Invocation} of node '{Node}' cannot go on: {Reason}";
}

namespace Agents;

/// <summary>
/// A payload that is to be stored cannot be written as JSON, or one that was stored cannot be read as what it is declared as. Thrown
/// by the call that hands it over; an attempt that fails by it is not repeated.
/// </summary>
public sealed class PayloadException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="node">The node.</param>
    /// <param name="member">What the payload is of the node: an input, a chunk, the result.</param>
    /// <param name="type">What it is declared as.</param>
    /// <param name="innerException">What went wrong.</param>
    public PayloadException(string node, string member, Type type, Exception innerException)
        : base($"The {member} of node '{node}', of type {type}, has no JSON that can be stored and read again: {innerException?.Message}", innerException)
    {
        Node = node;
        Member = member;
    }

    /// <summary>The node.</summary>
    public string Node { get; }

    /// <summary>What the payload is of the node.</summary>
    public string Member { get; }
}

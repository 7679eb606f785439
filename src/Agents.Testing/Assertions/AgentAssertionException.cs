namespace Agents.Testing;

/// <summary>What a test expected of an agent does not hold. The message says what was found instead.</summary>
public sealed class AgentAssertionException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was expected, and what was found.</param>
    public AgentAssertionException(string message)
        : base(message)
    {
    }
}

namespace Agents.Testing;

/// <summary>A test waited in vain: nothing was left that could happen, or what happened had no end.</summary>
public sealed class AgentTestStuckException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was waited for, and what the runs were doing.</param>
    public AgentTestStuckException(string message)
        : base(message)
    {
    }
}

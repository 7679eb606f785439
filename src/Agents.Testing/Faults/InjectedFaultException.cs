namespace Agents.Testing;

/// <summary>What an attempt fails with where a test scripts a fault without an exception of its own.</summary>
public sealed class InjectedFaultException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which fault it is.</param>
    public InjectedFaultException(string message)
        : base(message)
    {
    }
}

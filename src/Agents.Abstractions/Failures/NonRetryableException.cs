namespace Agents;

/// <summary>Thrown by a node to fail its invocation at once: no further attempt is made. May be derived from.</summary>
public class NonRetryableException : Exception
{
    /// <summary>Makes the exception.</summary>
    public NonRetryableException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened.</param>
    public NonRetryableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public NonRetryableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

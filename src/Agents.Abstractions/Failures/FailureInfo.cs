namespace Agents;

/// <summary>A failure as data: it can be stored and sent. Immutable.</summary>
public sealed record FailureInfo
{
    /// <summary>What kind of failure it is: one of <see cref="FailureCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What happened.</summary>
    public required string Message { get; init; }

    /// <summary>The full name of the exception's type; null where no exception was thrown.</summary>
    public string? TypeName { get; init; }

    /// <summary>The exception's text with its stack; null where no exception was thrown.</summary>
    public string? Details { get; init; }

    /// <summary>The node, by its name on the wire; null where the run failed as a whole.</summary>
    public string? Node { get; init; }

    /// <summary>The invocation; null where the run failed as a whole.</summary>
    public InvocationId? Invocation { get; init; }

    /// <summary>How many attempts were made, interrupted ones included; 0 where the run failed as a whole.</summary>
    public int Attempts { get; init; }
}

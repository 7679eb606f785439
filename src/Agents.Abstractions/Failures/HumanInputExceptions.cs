namespace Agents;

/// <summary>Nobody answered a question in time. Thrown within the node that asked.</summary>
public sealed class HumanInputExpiredException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="request">The question.</param>
    /// <param name="expiredAt">When it expired.</param>
    public HumanInputExpiredException(HumanRequestId request, DateTimeOffset expiredAt)
        : base($"Nobody answered question {request}; it expired at {expiredAt:u}. Give AskOptions.DefaultAnswer to go on without an answer.")
    {
        Request = request;
        ExpiredAt = expiredAt;
    }

    /// <summary>The question.</summary>
    public HumanRequestId Request { get; }

    /// <summary>When it expired.</summary>
    public DateTimeOffset ExpiredAt { get; }
}

/// <summary>An answer came to a question that is not open any more.</summary>
public sealed class HumanRequestClosedException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="request">The question.</param>
    /// <param name="outcome">How it ended.</param>
    public HumanRequestClosedException(HumanRequestId request, HumanRequestOutcome outcome)
        : base(outcome switch
        {
            HumanRequestOutcome.Answered => $"Question {request} has been answered already, and otherwise. The first answer counts.",
            HumanRequestOutcome.Expired => $"Question {request} has expired: its node has gone on without this answer.",
            _ => $"Question {request} has been withdrawn: its node does not wait for an answer any more.",
        })
    {
        Request = request;
        Outcome = outcome;
    }

    /// <summary>The question.</summary>
    public HumanRequestId Request { get; }

    /// <summary>How the question ended.</summary>
    public HumanRequestOutcome Outcome { get; }
}

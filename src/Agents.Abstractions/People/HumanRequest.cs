namespace Agents;

/// <summary>A question that a node asks a person. Immutable.</summary>
public abstract record HumanRequest
{
    private protected HumanRequest()
    {
    }

    /// <summary>The question's id.</summary>
    public required HumanRequestId Id { get; init; }

    /// <summary>The agent that asks, by its name on the wire.</summary>
    public required string Agent { get; init; }

    /// <summary>The node that asks, by its name on the wire.</summary>
    public required string Node { get; init; }

    /// <summary>The invocation that asks.</summary>
    public required InvocationId Invocation { get; init; }

    /// <summary>The name of the node's parameter: <c>approval</c> for <c>run.Approval</c>.</summary>
    public required string Input { get; init; }

    /// <summary>What the node named the question, see <see cref="AskOptions{TAnswer}.Key"/>.</summary>
    public string? Key { get; init; }

    /// <summary>When it was first asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The type of the answer.</summary>
    public abstract Type AnswerType { get; }

    /// <summary>The question, boxed where it is a struct.</summary>
    public abstract object? BoxedQuestion { get; }
}

/// <summary>A question that a node asks a person, with its types. Immutable.</summary>
/// <typeparam name="TQuestion">The type of the question.</typeparam>
/// <typeparam name="TAnswer">The type of the answer.</typeparam>
public sealed record HumanRequest<TQuestion, TAnswer> : HumanRequest
{
    /// <summary>The question.</summary>
    public required TQuestion Question { get; init; }

    /// <inheritdoc/>
    public override Type AnswerType => typeof(TAnswer);

    /// <inheritdoc/>
    public override object? BoxedQuestion => Question;
}

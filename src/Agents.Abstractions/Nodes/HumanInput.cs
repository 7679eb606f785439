namespace Agents;

/// <summary>
/// What a node asks people with. While it waits the node holds neither a thread nor a slot, and the timeout of its attempt
/// stands still. Belongs to one attempt; safe to use from several threads: any number of questions may be open at once.
/// </summary>
/// <remarks>
/// A later attempt that asks again is given what was recorded: the n-th equal question of an invocation, or the one with the
/// same <see cref="AskOptions{TAnswer}.Key"/>, is asked once.
/// </remarks>
/// <typeparam name="TQuestion">The type of the questions. They count as immutable once asked.</typeparam>
/// <typeparam name="TAnswer">The type of the answers.</typeparam>
public abstract class HumanInput<TQuestion, TAnswer>
{
    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="options">Options, or null for none.</param>
    /// <param name="cancellationToken">Withdraws the question.</param>
    /// <exception cref="ArgumentNullException"><paramref name="question"/> is null and its type is not nullable.</exception>
    /// <exception cref="ArgumentException">
    /// The <see cref="AskOptions{TAnswer}.Key"/> is empty, or the <see cref="AskOptions{TAnswer}.DefaultAnswer"/> is null and its
    /// type is not nullable.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="AskOptions{TAnswer}.ExpiresAfter"/> is not positive.</exception>
    /// <exception cref="HumanInputExpiredException">Nobody answered in time, and there is no default answer.</exception>
    /// <exception cref="InvalidOperationException">The attempt has ended.</exception>
    /// <exception cref="AttemptSupersededException">A newer attempt has taken this one's place.</exception>
    /// <exception cref="OperationCanceledException">
    /// The run was canceled or has ended, or the token fired, be it that of another call that waits for the same question.
    /// </exception>
    /// <exception cref="AgentLimitException">The run has as many open questions as the host allows.</exception>
    public abstract Task<TAnswer> AskAsync(
        TQuestion question, AskOptions<TAnswer>? options = null, CancellationToken cancellationToken = default);
}

/// <summary>How a question is asked. Immutable.</summary>
/// <typeparam name="TAnswer">The type of the answers.</typeparam>
public sealed record AskOptions<TAnswer>
{
    private readonly TAnswer? defaultAnswer;

    /// <summary>
    /// A name, not empty, for the question within its invocation: an attempt that asks with a known key gets the answer to that question,
    /// whatever it asks. Null, the default, goes by the question itself.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>How long the question stands, from its first asking on: a positive time. Null, the default: until it is answered.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>The answer if nobody gives one in time; null only where its type is nullable. Without it, <see cref="HumanInputExpiredException"/> is thrown.</summary>
    public TAnswer? DefaultAnswer
    {
        get => defaultAnswer;
        init
        {
            defaultAnswer = value;
            HasDefaultAnswer = true;
        }
    }

    /// <summary>Whether <see cref="DefaultAnswer"/> was set.</summary>
    public bool HasDefaultAnswer { get; private init; }
}

namespace Agents;

/// <summary>
/// The questions that a run asks by one human input: what a run's handle offers to whoever brings them before people and
/// answers them. Thread-safe.
/// </summary>
/// <typeparam name="TQuestion">The type of the questions.</typeparam>
/// <typeparam name="TAnswer">The type of the answers.</typeparam>
public abstract class HumanRequests<TQuestion, TAnswer>
{
    /// <summary>The questions that are open now, oldest first.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<IReadOnlyList<HumanRequest<TQuestion, TAnswer>>> GetPendingAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the questions as they are asked: first those that are open, then what comes, to the end of the run. Ends normally
    /// however the run ended. Each enumeration reads on its own; a token comes by <c>WithCancellation</c>.
    /// </summary>
    public abstract IAsyncEnumerable<HumanRequest<TQuestion, TAnswer>> ReadAsync();

    /// <summary>
    /// Answers a question; completes when the answer is recorded. The first recorded of answer, expiry and withdrawal counts:
    /// an equal second answer is accepted, any other throws.
    /// </summary>
    /// <param name="request">The question.</param>
    /// <param name="answer">The answer. It counts as immutable.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The question is not one of this input of this run.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="answer"/> is null and its type is not nullable.</exception>
    /// <exception cref="HumanRequestClosedException">The question is not open any more.</exception>
    public abstract ValueTask AnswerAsync(HumanRequestId request, TAnswer answer, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="AnswerAsync(HumanRequestId, TAnswer, CancellationToken)"/>
    public ValueTask AnswerAsync(
        HumanRequest<TQuestion, TAnswer> request, TAnswer answer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return AnswerAsync(request.Id, answer, cancellationToken);
    }
}

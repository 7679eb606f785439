namespace Agents;

/// <summary>
/// The chunks of one invocation, cold: each enumeration is a subscription of its own that begins with what is recorded
/// already and ends with the invocation. Breaking out, or the token of <c>WithCancellation</c>, ends the reading and
/// nothing else.
/// </summary>
/// <remarks>
/// A plain enumeration yields the chunks of one attempt or throws: <see cref="StreamResetException"/> where a retry streamed
/// something else than was delivered, <see cref="AgentFailedException"/> or <see cref="AgentCanceledException"/> where the
/// invocation ended so.
/// </remarks>
/// <typeparam name="T">The type of the chunks.</typeparam>
public abstract class ChunkStream<T> : IAsyncEnumerable<T>
{
    /// <summary>The invocation; null as long as it is the node's first and does not exist yet.</summary>
    public abstract InvocationId? Invocation { get; }

    /// <summary>How often the invocation has begun a new attempt, as far as is recorded now.</summary>
    public abstract int ResetCount { get; }

    /// <inheritdoc/>
    public abstract IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads chunks, resets and exactly one end. Never throws for what happens to the invocation: the end tells.
    /// </summary>
    public abstract IAsyncEnumerable<StreamItem<T>> ReadItemsAsync();
}

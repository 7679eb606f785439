namespace Agents;

/// <summary>
/// What a node streams its chunks with: they reach subscribers while the node still works, apart from what it emits
/// and returns. Belongs to one attempt; safe to use from several threads.
/// </summary>
/// <typeparam name="T">The type of the chunks. They count as immutable once written.</typeparam>
public abstract class ChunkWriter<T>
{
    /// <summary>
    /// Writes one chunk. The returned task completes when the run has accepted it, and waits only while the run's append
    /// buffer is full: slow subscribers never hold a writer back.
    /// </summary>
    /// <param name="chunk">The chunk; null only where <typeparamref name="T"/> is annotated nullable.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentNullException"><paramref name="chunk"/> is null and its type is not nullable.</exception>
    /// <exception cref="InvalidOperationException">The attempt has ended.</exception>
    /// <exception cref="AttemptSupersededException">A newer attempt has taken this one's place.</exception>
    /// <exception cref="OperationCanceledException">The run was canceled or has ended, or the token fired.</exception>
    /// <exception cref="AgentLimitException">The invocation has written as many chunks as the host allows.</exception>
    /// <exception cref="BudgetExceededException">The run has written as many chunks as its <see cref="BudgetAttribute"/> allows.</exception>
    public abstract ValueTask WriteAsync(T chunk, CancellationToken cancellationToken = default);
}

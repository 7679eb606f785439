namespace Agents;

/// <summary>What generated clients derive from. Thread-safe; a singleton in dependency injection.</summary>
public abstract class AgentClient
{
    /// <summary>
    /// Waits for a run's result for a caller that owns the run: when its token fires, the run is canceled.
    /// </summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait and cancels the run.</param>
    protected static async Task<TResult> GetResultOrCancelAsync<TResult>(
        AgentRun<TResult> run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        await GetResultOrCancelAsync((AgentRun)run, cancellationToken).ConfigureAwait(false);
        return await run.GetResultAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc cref="GetResultOrCancelAsync{TResult}"/>
    protected static async Task GetResultOrCancelAsync(AgentRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            await run.GetResultAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await run.CancelAsync("The caller's token fired.", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}

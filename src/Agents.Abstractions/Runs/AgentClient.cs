using Agents.Infrastructure;

namespace Agents;

/// <summary>What generated clients derive from. Thread-safe; a singleton in dependency injection.</summary>
public abstract class AgentClient
{
    /// <summary>The connection of a client that is no mock.</summary>
    /// <typeparam name="TInput">The input of the entry node.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="connection">The connection, if there is one.</param>
    protected static AgentConnection<TInput, TResult> Require<TInput, TResult>(AgentConnection<TInput, TResult>? connection) =>
        connection ?? throw new InvalidOperationException(
            "This is a mock: it was made without a runtime. Override every member that the test uses.");

    /// <summary>Makes the handle of a run that is being started; synchronously, if the start has completed.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <typeparam name="TRun">The handle.</typeparam>
    /// <param name="start">The start.</param>
    /// <param name="open">Makes the handle.</param>
    protected static ValueTask<TRun> OpenAsync<TResult, TRun>(
        ValueTask<RunConnection<TResult>> start, Func<RunConnection<TResult>, TRun> open)
        where TRun : AgentRun
    {
        ArgumentNullException.ThrowIfNull(open);
        return start.IsCompletedSuccessfully ? new(open(start.Result)) : Wait(start, open);

        static async ValueTask<TRun> Wait(ValueTask<RunConnection<TResult>> start, Func<RunConnection<TResult>, TRun> open) =>
            open(await start.ConfigureAwait(false));
    }

    /// <summary>Makes the handle of a run that is being looked for; null if there is none.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <typeparam name="TRun">The handle.</typeparam>
    /// <param name="find">The search.</param>
    /// <param name="open">Makes the handle.</param>
    protected static async ValueTask<TRun?> FindAsync<TResult, TRun>(
        ValueTask<RunConnection<TResult>?> find, Func<RunConnection<TResult>, TRun> open)
        where TRun : AgentRun
    {
        ArgumentNullException.ThrowIfNull(open);
        return await find.ConfigureAwait(false) is { } connection ? open(connection) : null;
    }

    /// <summary>
    /// Waits for a run's result for a caller that owns the run: when its token fires, the run is canceled. A child of the run
    /// that the caller's node belongs to is owned by that: then the token ends the wait only.
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
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !run.IsLinked)
        {
            await run.CancelAsync("The caller's token fired.", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}

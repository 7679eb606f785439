using System.ComponentModel;
using System.Text.Json;

namespace Agents.Infrastructure;

/// <summary>What runs agents, as generated clients see it. Clients depend on this, never on a module.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IAgentRuntime
{
    /// <summary>Connects a client to an agent.</summary>
    /// <typeparam name="TModule">The module.</typeparam>
    /// <typeparam name="TInput">The input of the entry node.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="agent">The agent.</param>
    /// <exception cref="InvalidOperationException">The agent is not registered in this host.</exception>
    AgentConnection<TInput, TResult> Connect<TModule, TInput, TResult>(AgentDefinition<TModule, TInput, TResult> agent)
        where TModule : class;
}

/// <summary>A client's connection to an agent. Thread-safe.</summary>
/// <typeparam name="TInput">The input of the entry node.</typeparam>
/// <typeparam name="TResult">The result.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AgentConnection<TInput, TResult>
{
    /// <summary>Starts a run; completes when the start is recorded.</summary>
    /// <param name="input">The input of the entry node.</param>
    /// <param name="options">Options, or null for none.</param>
    /// <param name="cancellationToken">Gives up the start, as long as it is not accepted.</param>
    public abstract ValueTask<RunConnection<TResult>> StartAsync(
        TInput input, RunOptions? options, CancellationToken cancellationToken);

    /// <summary>Finds a run of this agent; null if there is none of this id.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<RunConnection<TResult>?> GetRunAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Lists runs of this agent, newest first.</summary>
    /// <param name="query">Which ones, or null for all that are kept.</param>
    public abstract IAsyncEnumerable<RunInfo> ListRunsAsync(RunQuery? query);

    /// <summary>Starts a run that takes over from another what does not follow from changes.</summary>
    /// <param name="run">The run to fork.</param>
    /// <param name="changes">The invocations that get other inputs.</param>
    /// <param name="options">Options, or null for those of the run, without its key.</param>
    /// <param name="cancellationToken">Gives up the start, as long as it is not accepted.</param>
    /// <exception cref="ArgumentException">There is no such run, or a change does not fit it.</exception>
    public abstract ValueTask<RunConnection<TResult>> ForkAsync(
        RunId run, IReadOnlyList<InvocationChange> changes, RunOptions? options, CancellationToken cancellationToken);

    /// <summary>Starts a run that takes over from a failed or canceled one what had completed.</summary>
    /// <param name="run">The run to retry.</param>
    /// <param name="options">Options, or null for those of the run, without its key.</param>
    /// <param name="cancellationToken">Gives up the start, as long as it is not accepted.</param>
    /// <exception cref="ArgumentException">There is no such run.</exception>
    /// <exception cref="InvalidOperationException">The run goes on, or has completed.</exception>
    public abstract ValueTask<RunConnection<TResult>> RetryAsync(
        RunId run, RunOptions? options, CancellationToken cancellationToken);
}

/// <summary>A handle's connection to a run. Thread-safe; needs no disposal.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RunConnection
{
    /// <summary>The run.</summary>
    public abstract RunId Id { get; }

    /// <summary>The agent's name on the wire.</summary>
    public abstract string Agent { get; }

    /// <inheritdoc cref="AgentRun.WaitForEndAsync"/>
    public abstract Task WaitForEndAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="AgentRun.CancelAsync"/>
    public abstract ValueTask<bool> CancelAsync(string? reason, CancellationToken cancellationToken);

    /// <inheritdoc cref="AgentRun.GetInfoAsync"/>
    public abstract ValueTask<RunInfo> GetInfoAsync(CancellationToken cancellationToken);

    /// <summary>Whether the run is a child that this very call was made for: then a caller's token ends its wait only.</summary>
    public virtual bool IsLinked => false;

    /// <inheritdoc cref="AgentRun.ReadEventsAsync"/>
    public abstract IAsyncEnumerable<RunEvent> ReadEventsAsync(Cursor? after, bool includeChildren);

    /// <inheritdoc cref="AgentRun.GetChildrenAsync"/>
    public abstract ValueTask<IReadOnlyList<RunInfo>> GetChildrenAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="AgentRun.GetPendingRequestsAsync"/>
    public abstract ValueTask<IReadOnlyList<HumanRequest>> GetPendingRequestsAsync(bool includeChildren, CancellationToken cancellationToken);

    /// <inheritdoc cref="AgentRun.AnswerAsync"/>
    public abstract ValueTask AnswerAsync(HumanRequestId request, JsonElement answer, CancellationToken cancellationToken);

    /// <summary>The questions of a human input.</summary>
    /// <typeparam name="TQuestion">The type of the questions.</typeparam>
    /// <typeparam name="TAnswer">The type of the answers.</typeparam>
    /// <param name="input">The name of the parameter.</param>
    public abstract HumanRequests<TQuestion, TAnswer> GetRequests<TQuestion, TAnswer>(string input);

    /// <summary>The stream of a node.</summary>
    /// <typeparam name="TChunk">The type of its chunks.</typeparam>
    /// <param name="node">The node's index.</param>
    public abstract NodeStream<TChunk> GetStream<TChunk>(int node);
}

/// <summary>A handle's connection to a run with a result.</summary>
/// <typeparam name="TResult">The result.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RunConnection<TResult> : RunConnection
{
    /// <inheritdoc cref="AgentRun{TResult}.GetResultAsync"/>
    public abstract Task<TResult> GetResultAsync(CancellationToken cancellationToken);
}

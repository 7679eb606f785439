using System.Text.Json;
using Agents.Infrastructure;

namespace Agents;

/// <summary>
/// A handle to a run: any number of handles may look at one run, from anywhere, at any time. It needs no disposal, and
/// letting go of it changes nothing for the run. Thread-safe.
/// </summary>
public abstract class AgentRun
{
    private readonly RunConnection? connection;

    /// <summary>For mocks: every member that is used must be overridden.</summary>
    protected AgentRun()
    {
    }

    /// <summary>Makes a handle.</summary>
    /// <param name="connection">What leads to the run.</param>
    protected AgentRun(RunConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        this.connection = connection;
    }

    /// <summary>The run.</summary>
    public virtual RunId Id => Connection.Id;

    /// <summary>The agent's name on the wire.</summary>
    public virtual string Agent => Connection.Agent;

    /// <summary>What leads to the run.</summary>
    private protected RunConnection Connection => connection ?? throw NotConnected();

    /// <summary>
    /// Waits for the result of the run; of an agent without results, for its end.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait and nothing else.</param>
    /// <exception cref="AgentFailedException">The run ended failed.</exception>
    /// <exception cref="AgentCanceledException">The run ended canceled.</exception>
    /// <exception cref="AgentHostStoppedException">The host stopped, and the run goes on later.</exception>
    public virtual Task GetResultAsync(CancellationToken cancellationToken = default) => WaitForEndAsync(cancellationToken);

    /// <summary>Waits until all work of the run has ended, which may be after its result.</summary>
    /// <param name="cancellationToken">Ends the wait and nothing else.</param>
    /// <exception cref="AgentFailedException">The run ended failed.</exception>
    /// <exception cref="AgentCanceledException">The run ended canceled.</exception>
    /// <exception cref="AgentHostStoppedException">The host stopped, and the run goes on later.</exception>
    public virtual Task WaitForEndAsync(CancellationToken cancellationToken = default) =>
        Connection.WaitForEndAsync(cancellationToken);

    /// <summary>
    /// Cancels the run: unfinished invocations are canceled, tokens fire, what was streamed stays readable. A run that has
    /// its result ends completed and only stops what is left. Completes when the cancellation is recorded.
    /// </summary>
    /// <param name="reason">Why; shown in <see cref="RunInfo.CancelReason"/> and <see cref="AgentCanceledException"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False if the run had already ended.</returns>
    public virtual ValueTask<bool> CancelAsync(string? reason = null, CancellationToken cancellationToken = default) =>
        Connection.CancelAsync(reason, cancellationToken);

    /// <summary>What is known of the run now.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual ValueTask<RunInfo> GetInfoAsync(CancellationToken cancellationToken = default) =>
        Connection.GetInfoAsync(cancellationToken);

    /// <summary>
    /// Reads the run's log: what is there, then what comes, to the end of the run. Each enumeration reads on its own.
    /// Ends normally however the run ended: the last event tells.
    /// </summary>
    /// <param name="after">Where to resume; null, the default, for the beginning.</param>
    /// <param name="includeChildren">
    /// True to read the events of all runs that this one starts, and of theirs, too: each run's in its own order, a child's
    /// after its <see cref="RunEvent.ChildStarted"/>. The cursor then holds a place in each of these runs, and the reading ends
    /// with the last of them.
    /// </param>
    /// <exception cref="ArgumentException">The cursor is of another run, or lies beyond the end of the log.</exception>
    public virtual IAsyncEnumerable<RunEvent> ReadEventsAsync(Cursor? after = null, bool includeChildren = false) =>
        Connection.ReadEventsAsync(after, includeChildren);

    /// <summary>The runs that this one has started so far, and is linked with, oldest first; not those that they started.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual ValueTask<IReadOnlyList<RunInfo>> GetChildrenAsync(CancellationToken cancellationToken = default) =>
        Connection.GetChildrenAsync(cancellationToken);

    /// <summary>The questions to people that are open now, of all inputs, oldest first.</summary>
    /// <param name="includeChildren">True for those of all runs that this one started, and of theirs, too.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual ValueTask<IReadOnlyList<HumanRequest>> GetPendingRequestsAsync(
        bool includeChildren = false, CancellationToken cancellationToken = default) =>
        Connection.GetPendingRequestsAsync(includeChildren, cancellationToken);

    /// <summary>
    /// Answers a question of this run, or of one that it started, from JSON; completes when the answer is recorded. See
    /// <see cref="HumanRequests{TQuestion, TAnswer}.AnswerAsync(HumanRequestId, TAnswer, CancellationToken)"/>.
    /// </summary>
    /// <param name="request">The question.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">There is no such question, or the answer is not of its type.</exception>
    /// <exception cref="HumanRequestClosedException">The question is not open any more.</exception>
    public virtual ValueTask AnswerAsync(HumanRequestId request, JsonElement answer, CancellationToken cancellationToken = default) =>
        Connection.AnswerAsync(request, answer, cancellationToken);

    /// <summary>The questions of a human input, for generated properties.</summary>
    /// <typeparam name="TQuestion">The type of the questions.</typeparam>
    /// <typeparam name="TAnswer">The type of the answers.</typeparam>
    /// <param name="input">The name of the parameter.</param>
    protected HumanRequests<TQuestion, TAnswer> GetHumanRequests<TQuestion, TAnswer>(string input) =>
        Connection.GetRequests<TQuestion, TAnswer>(input);

    /// <summary>The stream of a node, for generated properties.</summary>
    /// <typeparam name="TChunk">The type of its chunks.</typeparam>
    /// <param name="node">The node's index.</param>
    protected NodeStream<TChunk> GetNodeStream<TChunk>(int node) => Connection.GetStream<TChunk>(node);

    /// <summary>Whether the run is a child that this very handle was started as.</summary>
    internal bool IsLinked => connection is { IsLinked: true };

    private protected static InvalidOperationException NotConnected() => new(
        "This is a mock: it was made without a run. Override every member that the test uses.");
}

/// <summary>A handle to a run that gives a result. See <see cref="AgentRun"/>.</summary>
/// <typeparam name="TResult">The result.</typeparam>
public abstract class AgentRun<TResult> : AgentRun
{
    /// <inheritdoc cref="AgentRun()"/>
    protected AgentRun()
    {
    }

    /// <inheritdoc cref="AgentRun(RunConnection)"/>
    protected AgentRun(RunConnection<TResult> connection)
        : base(connection)
    {
    }

    /// <summary>
    /// Waits for the result, which is there before the run has ended if other branches still work.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait and nothing else.</param>
    /// <exception cref="AgentFailedException">The run ended failed.</exception>
    /// <exception cref="AgentCanceledException">The run ended canceled.</exception>
    /// <exception cref="AgentHostStoppedException">The host stopped, and the run goes on later.</exception>
    public override Task<TResult> GetResultAsync(CancellationToken cancellationToken = default) =>
        ((RunConnection<TResult>)Connection).GetResultAsync(cancellationToken);
}

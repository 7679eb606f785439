namespace Agents;

/// <summary>
/// An event of a run's log. The nested types are all there are; more may be added, so a <c>switch</c> needs a default.
/// Immutable.
/// </summary>
public abstract record RunEvent
{
    private readonly RunId? run;

    private protected RunEvent()
    {
    }

    /// <summary>The run whose event it is: another than the one that is read only where its children are read too.</summary>
    public RunId Run
    {
        get => run ?? Cursor.Run;
        init => run = value;
    }

    /// <summary>Its position in the run: 1, 2, 3 … without gaps.</summary>
    public required long Position { get; init; }

    /// <summary>What to resume after it with.</summary>
    public required Cursor Cursor { get; init; }

    /// <summary>When it was recorded; never decreasing within a run.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The run was accepted; its entry is invocation 1. The first event of a log.</summary>
    public sealed record RunStarted : RunEvent
    {
        /// <summary>The agent's name on the wire.</summary>
        public required string Agent { get; init; }

        /// <summary>The fingerprint of the agent's graph, see <see cref="AgentGraph.Fingerprint"/>.</summary>
        public required string Fingerprint { get; init; }

        /// <summary>The inputs of the entry, in the order of its parameters.</summary>
        public required IReadOnlyList<object?> Inputs { get; init; }

        /// <summary>The options it was started with; null for none.</summary>
        public required RunOptions? Options { get; init; }

        /// <summary>What the starter gave along.</summary>
        public required IReadOnlyDictionary<string, string> Metadata { get; init; }

        /// <summary>The invocation that started the run as a child; null for a run of its own.</summary>
        public InvocationId? Parent { get; init; }

        /// <summary>The run that this one was forked from; null for none. What was taken over from it follows this event.</summary>
        public RunId? ForkedFrom { get; init; }

        /// <summary>Of a fork: the invocations that were given other inputs.</summary>
        public IReadOnlyList<InvocationId> Changed { get; init; } = [];
    }

    /// <summary>An event of one invocation of a node.</summary>
    public abstract record OfInvocation : RunEvent
    {
        private protected OfInvocation()
        {
        }

        /// <summary>The invocation.</summary>
        public required InvocationId Invocation { get; init; }

        /// <summary>The node's name on the wire.</summary>
        public required string Node { get; init; }
    }

    /// <summary>An attempt started to execute. From the second on, this is a reset for subscribers.</summary>
    /// <param name="Attempt">Its number, from 1.</param>
    public sealed record AttemptStarted(int Attempt) : OfInvocation;

    /// <summary>A node wrote a chunk.</summary>
    /// <param name="Attempt">The attempt that wrote it.</param>
    /// <param name="Index">Its index in the attempt, from 0.</param>
    /// <param name="Value">The chunk.</param>
    public sealed record Chunk(int Attempt, int Index, object? Value) : OfInvocation;

    /// <summary>An attempt failed.</summary>
    /// <param name="Attempt">Its number.</param>
    /// <param name="Failure">Why.</param>
    /// <param name="RetryAt">When the next attempt is due; null if there is none.</param>
    public sealed record AttemptFailed(int Attempt, FailureInfo Failure, DateTimeOffset? RetryAt) : OfInvocation;

    /// <summary>An attempt was cut off by the host's stop or crash. It does not count against the attempts.</summary>
    /// <param name="Attempt">Its number.</param>
    public sealed record AttemptInterrupted(int Attempt) : OfInvocation;

    /// <summary>An invocation completed; it never runs again.</summary>
    /// <param name="Attempt">The attempt that completed it.</param>
    /// <param name="Emitted">What it emitted, in the order of the emits.</param>
    public sealed record InvocationCompleted(int Attempt, IReadOnlyList<EmittedInvocation> Emitted) : OfInvocation
    {
        /// <summary>
        /// How many of its emits went to the aggregate of its scope. After an early finish of the scope they are dropped.
        /// </summary>
        public int Gathered { get; init; }

        /// <summary>Whether what it gave was taken from the cache, see <see cref="NodeAttribute.CacheSeconds"/>.</summary>
        public bool FromCache { get; init; }
    }

    /// <summary>An invocation failed for good.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record InvocationFailed(FailureInfo Failure) : OfInvocation;

    /// <summary>An invocation was canceled, before or while it executed.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record InvocationCanceled(string Reason) : OfInvocation;

    /// <summary>A scope was closed, and its aggregate is invoked. Recorded for the invocation that opened the scope.</summary>
    /// <param name="Aggregate">The invocation of the aggregate.</param>
    /// <param name="AggregateNode">The aggregate's name on the wire.</param>
    /// <param name="Items">How many items were gathered.</param>
    /// <param name="IsFinishedEarly">Whether the fold was finished before all work was done.</param>
    public sealed record ScopeClosed(InvocationId Aggregate, string AggregateNode, int Items, bool IsFinishedEarly) : OfInvocation;

    /// <summary>A node asked a person.</summary>
    /// <param name="Request">The question.</param>
    public sealed record HumanAsked(HumanRequest Request) : OfInvocation;

    /// <summary>A question was answered.</summary>
    /// <param name="Request">The question's id.</param>
    /// <param name="Input">The name of the node's parameter.</param>
    /// <param name="Answer">The answer.</param>
    public sealed record HumanAnswered(HumanRequestId Request, string Input, object? Answer) : OfInvocation;

    /// <summary>The time of a question was over.</summary>
    /// <param name="Request">The question's id.</param>
    /// <param name="Input">The name of the node's parameter.</param>
    public sealed record HumanExpired(HumanRequestId Request, string Input) : OfInvocation;

    /// <summary>A question was taken back: by its node, or because its invocation ended.</summary>
    /// <param name="Request">The question's id.</param>
    /// <param name="Input">The name of the node's parameter.</param>
    public sealed record HumanWithdrawn(HumanRequestId Request, string Input) : OfInvocation;

    /// <summary>A node started a run of an agent. All events of the child come later than this.</summary>
    /// <param name="Child">The child run.</param>
    /// <param name="ChildAgent">Its agent's name on the wire.</param>
    /// <param name="Key">The key that it was started with; null for none.</param>
    /// <param name="Generation">1; more where earlier runs in its place failed, were canceled or had other inputs.</param>
    public sealed record ChildStarted(RunId Child, string ChildAgent, string? Key, int Generation) : OfInvocation;

    /// <summary>80 % of a budget is used up.</summary>
    /// <param name="Kind">Which budget.</param>
    /// <param name="Used">How much is used.</param>
    /// <param name="Limit">How much it is.</param>
    public sealed record BudgetWarning(BudgetKind Kind, double Used, double Limit) : RunEvent
    {
        /// <summary>The node whose budget it is, by its name on the wire; null for the agent's.</summary>
        public string? Node { get; init; }
    }

    /// <summary>The run has its result. Recorded for the invocation that gave it.</summary>
    /// <param name="Result">The result.</param>
    public sealed record ResultGiven(object? Result) : OfInvocation;

    /// <summary>The run ended completed. Like its siblings, the last event of a log.</summary>
    public sealed record RunCompleted : RunEvent;

    /// <summary>The run ended failed.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record RunFailed(FailureInfo Failure) : RunEvent;

    /// <summary>The run ended canceled.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record RunCanceled(string Reason) : RunEvent;
}

/// <summary>An invocation that an emit created. Immutable.</summary>
/// <param name="Invocation">The invocation. Its streams can be read before it has begun.</param>
/// <param name="Node">Its node's name on the wire.</param>
/// <param name="Inputs">Its inputs, in the order of the node's parameters.</param>
public sealed record EmittedInvocation(InvocationId Invocation, string Node, IReadOnlyList<object?> Inputs);

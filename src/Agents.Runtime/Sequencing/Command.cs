using Agents.Infrastructure;

namespace Agents.Runtime;

internal enum CommandKind : byte
{
    /// <summary>Start the run. Payload: <see cref="IRunStart"/>.</summary>
    Start,

    /// <summary>An attempt begins to execute. Payload: the attempt, from which a later one can be made.</summary>
    Begin,

    /// <summary>An attempt wrote a chunk. Payload: its source.</summary>
    Chunk,

    /// <summary>An attempt completed. Payload: <see cref="ICompletion"/>.</summary>
    Complete,

    /// <summary>An attempt failed. Payload: <see cref="AttemptFailure"/>.</summary>
    Fail,

    /// <summary>An attempt was interrupted by the host. Payload: <see cref="AttemptFailure"/>, used at the cap.</summary>
    Interrupt,

    /// <summary>Somebody cancels the run. Payload: the reason.</summary>
    Cancel,

    /// <summary>The run as a whole fails, by its timeout for one. Payload: <see cref="AttemptFailure"/>.</summary>
    FailRun,

    /// <summary>
    /// The fold of a scope is finished: it is closed early. Invocation: the one that opened it. Index: how many items count.
    /// </summary>
    CloseScope,

    /// <summary>An attempt asks a person. Payload: <see cref="HumanQuestion"/>.</summary>
    Ask,

    /// <summary>Somebody answers a question; the index is its number. Payload: <see cref="HumanAnswer"/>.</summary>
    Answer,

    /// <summary>The time of a question is over; the index is its number.</summary>
    Expire,

    /// <summary>An attempt takes a question back; the index is its number.</summary>
    Withdraw,

    /// <summary>An attempt starts a child run. Payload: <see cref="ChildStart"/>.</summary>
    StartChild,

    /// <summary>A budget that is used up by time alone comes near its end.</summary>
    Warn,
}

/// <summary>
/// What an executor, a client or a timer asks of a run. Commands of an attempt carry its number, and chunks their index, so
/// that one that is sent twice, or late, is known as such.
/// </summary>
internal readonly record struct Command(
    CommandKind Kind, long Ticks, int Invocation = 0, int Attempt = 0, int Index = 0, object? Payload = null);

/// <summary>What became of a command.</summary>
internal enum Verdict : byte
{
    /// <summary>It gave events.</summary>
    Accepted,

    /// <summary>It had been accepted before; nothing more happens.</summary>
    Duplicate,

    /// <summary>It comes from an attempt that is not the current one, or out of turn.</summary>
    Superseded,

    /// <summary>The run, the invocation or the question has ended.</summary>
    Ended,
}

/// <summary>What a completed attempt gave.</summary>
internal interface ICompletion
{
    /// <summary>What it emitted, in order, linked by <see cref="IEmission.Next"/>: invocations and items.</summary>
    IEmission? FirstEmission { get; }

    /// <summary>What it gave, in figures.</summary>
    CompletionSummary Summary { get; }

    /// <summary>Of the start of a scope: the invocation that gathers it, once it is closed. Null for any other.</summary>
    IEmission? Aggregate { get; }
}

/// <summary>What a completed attempt gave, in figures: asked for once, where there are completions of many types.</summary>
/// <param name="EmissionCount">How many of the emissions are invocations.</param>
/// <param name="ItemCount">How many of the emissions are items for the aggregate of the scope.</param>
/// <param name="HasResult">Whether it gave a result.</param>
/// <param name="OpensScope">Whether it is the start of a scope, with an <see cref="ICompletion.Aggregate"/>.</param>
internal readonly record struct CompletionSummary(int EmissionCount, int ItemCount, bool HasResult, bool OpensScope)
{
    /// <summary>
    /// That of a payload which is an <see cref="ICompletion"/>. Attempts, which nearly all are, are asked as what they are: a call of an
    /// interface costs more the more types there are behind it.
    /// </summary>
    public static CompletionSummary Of(object completion) =>
        completion is InvocationAttempt attempt ? attempt.Summary : ((ICompletion)completion).Summary;
}

/// <summary>The input of an invocation to come, or an item for an aggregate.</summary>
internal interface IEmission
{
    /// <summary>The index of the node to invoke, or of the aggregate.</summary>
    int NodeIndex { get; }

    /// <summary>Whether this is an item: it is gathered, and is no invocation.</summary>
    bool IsItem { get; }

    /// <summary>The next emission of the same completion.</summary>
    IEmission? Next { get; set; }

    /// <summary>
    /// Gives its invocation an ordinal, and tells it: the next that is free, or the one that it had where a fork took it over. Of one log
    /// that is always the same; an item has none.
    /// </summary>
    int Bind(int next) => next;

    /// <summary>What makes the same emission for another run.</summary>
    EmissionTemplate ToTemplate();
}

/// <summary>What a run starts with.</summary>
internal interface IRunStart
{
    string Agent { get; }

    /// <summary>The graph that it starts with.</summary>
    string Fingerprint { get; }

    IReadOnlyDictionary<string, string> Metadata { get; }

    RunOptions? Options { get; }

    /// <summary>The input of the entry.</summary>
    IEmission Input { get; }

    /// <summary>The invocation that starts the run as a child; null for a run of its own.</summary>
    InvocationId? Parent { get; }

    /// <summary>What the run takes over from another; null for a run that is no fork.</summary>
    ForkOrigin? Origin { get; }
}

/// <inheritdoc cref="IRunStart"/>
internal sealed record RunStart(
    string Agent, string Fingerprint, IReadOnlyDictionary<string, string> Metadata, RunOptions? Options, IEmission Input) : IRunStart
{
    public InvocationId? Parent { get; init; }

    public ForkOrigin? Origin { get; init; }
}

/// <summary>Where a fork comes from.</summary>
/// <param name="Run">The run that was forked.</param>
/// <param name="Changes">The invocations that were given other inputs.</param>
internal sealed record ForkOrigin(RunId Run, IReadOnlyList<InvocationChange> Changes)
{
    /// <summary>With a journal: the inputs of each change as JSON.</summary>
    public IReadOnlyList<byte[]>? Stored { get; set; }
}

/// <summary>Why an attempt, an invocation or a run failed.</summary>
/// <param name="Info">The failure as data.</param>
/// <param name="Exception">What was thrown in this process, if anything.</param>
internal sealed record AttemptFailure(FailureInfo Info, Exception? Exception)
{
    /// <summary>Whether another attempt may help.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>A random number from 0 to 1 that spreads the retries; the sequencer has no dice of its own.</summary>
    public double Dice { get; init; }

    /// <summary>When the next attempt is due; set by the sequencer in the event that it makes.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

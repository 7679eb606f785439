using System.Runtime.CompilerServices;

namespace Agents.Runtime;

/// <summary>
/// One run: a lock around its sequencer, its log and the views of that log. Every change goes through a command, is decided
/// by the sequencer, recorded by the journal, and only then seen. Nothing waits and no user code runs under the lock.
/// </summary>
internal abstract partial class Run : IRunStart
{
    private RunWaiters? waiters;
    private RunState state;
    private RunLog log;
    private RunExtras? extras;
    private NodeSlot?[]? slots;
    private StrongBox<Promises<bool>>? endPromises;
    private StreamEnd? end;
    private volatile bool hasEnded;
    private bool isStartTold;
    private bool isEndReady;
    private long firstChunkTicks;
    private long resultTicks;

    protected Run(RunId id, AgentInfo agent, RunOptions? options, RunParent? parent)
    {
        Id = id;
        Agent = agent;
        state = new RunState(agent.GetPlan(options));
        Storage = agent.Host.IsDurable ? new RunStorage() : null;
        log = new RunLog(agent.LikelyEvents);
        if (options is null && parent is null)
            return;
        extras = new RunExtras
        {
            Options = options,
            Parent = parent,
            Metadata = options?.Metadata is { Count: > 0 } metadata ? new Dictionary<string, string>(metadata).AsReadOnly() : null,
        };
    }

    private static IReadOnlyDictionary<string, string> NoMetadata { get; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    public Lock Gate { get; } = new();

    public RunId Id { get; }

    public AgentInfo Agent { get; }

    public RunPlan Plan => State.Plan;

    public IReadOnlyDictionary<string, string> Metadata => ExtrasIfAny?.Metadata ?? NoMetadata;

    public RunOptions? Options => ExtrasIfAny?.Options;

    public string? Key => Options?.Key;

    /// <summary>The graph that the run was started with.</summary>
    public string Fingerprint => ExtrasIfAny?.Fingerprint ?? Agent.Fingerprint;

    /// <summary>The input of the entry.</summary>
    public IEmission? Input { get; private set; }

    string IRunStart.Agent => Agent.Name;

    IEmission IRunStart.Input => Input!;

    InvocationId? IRunStart.Parent => Parent?.Id;

    private RunExtras Extras => extras ?? Interlocked.CompareExchange(ref extras, new RunExtras(), null) ?? extras;

    private RunExtras? ExtrasIfAny => Volatile.Read(ref extras);

    public RunLimits Limits => Agent.Limits;

    /// <summary>Whether the end is recorded. May be read without the lock.</summary>
    public bool HasEnded => hasEnded;

    /// <summary>Whether that was a completion.</summary>
    public bool HasCompleted => hasEnded && State.End is EventKind.RunCompleted;

    /// <summary>The end, once it is recorded. May be read without the lock.</summary>
    public StreamEnd? End => Volatile.Read(ref end) is { } known ? known : hasEnded ? MakeEnd() : null;

    /// <summary>The recorded events. Guarded by the lock.</summary>
    public ref RunLog Log => ref log;

    /// <summary>What the log says; with a journal ahead of what is recorded. Guarded by the lock.</summary>
    public ref RunState State => ref state;

    private Sequencer Sequencer => new(ref state);

    /// <summary>What telemetry keeps of the run; null while nobody listens.</summary>
    public System.Diagnostics.Activity? Activity
    {
        get => ExtrasIfAny?.Activity;
        set
        {
            if (value is not null || ExtrasIfAny is not null)
                Extras.Activity = value;
        }
    }

    /// <summary>Whether telemetry has been told of the start, or nobody listened when the run was made: then the end may be told.</summary>
    public bool IsStartTold
    {
        get => Volatile.Read(ref isStartTold);
        init => isStartTold = value;
    }

    /// <summary>The start has been told. Whether the end waits for that, and is to be told now.</summary>
    public bool OnStartTold()
    {
        lock (Gate)
        {
            isStartTold = true;
            return isEndReady;
        }
    }

    /// <summary>When its start was recorded; 0 before. May be read without the lock.</summary>
    public long StartedTicks => log.StartedTicks;

    /// <summary>How long the first chunk took to come.</summary>
    public long TicksToFirstChunk => firstChunkTicks - StartedTicks;

    // Commands. Each gives what has to be done once the lock is released.

    /// <summary>Starts the run. Under the lock, or as long as nobody else knows the run.</summary>
    public Effects Start(InvocationAttempt entry, long ticks)
    {
        Input = entry;
        return Decide(new Command(CommandKind.Start, ticks, Payload: this), out _);
    }

    /// <summary>Records that an attempt begins, unless its time is over.</summary>
    public bool Begin(InvocationAttempt attempt)
    {
        Submit(new Command(CommandKind.Begin, Now, attempt.Ordinal, attempt.Number, 0, attempt), out var verdict).Run(this);
        return verdict is Verdict.Accepted;
    }

    public Effects Complete(InvocationAttempt attempt) => Submit(Completion(attempt), out _);

    /// <summary>
    /// Completes an attempt and, if something follows that needs the same slot, begins the first of it: both under one lock, and at one
    /// time, where one thread does one after the other.
    /// </summary>
    public Effects CompleteAndGoOn(InvocationAttempt attempt, out InvocationAttempt? next)
    {
        lock (Gate)
        {
            var effects = Decide(Completion(attempt), out _);
            next = effects.Ready;
            if (next is null || Agent.Host.IsStopping || !LocalExecutor.NeedSame(attempt.NodeInfo, next.NodeInfo) ||
                !attempt.TryTakeSlotAway())
            {
                next = null;
                return effects;
            }

            next.BeginWithSlot();
            var events = default(EventBatch);
            Sequencer.Decide(new Command(CommandKind.Begin, State.Ticks, next.Ordinal, next.Number, 0, next), ref events);
            Record(ref events, ref effects);
            return effects;
        }
    }

    public Effects Fail(InvocationAttempt attempt, AttemptFailure failure) =>
        Submit(new Command(CommandKind.Fail, Now, attempt.Ordinal, attempt.Number, 0, failure), out _);

    public Effects Interrupt(InvocationAttempt attempt, AttemptFailure failure) =>
        Submit(new Command(CommandKind.Interrupt, Now, attempt.Ordinal, attempt.Number, 0, failure), out _);

    public bool Cancel(string reason)
    {
        Submit(new Command(CommandKind.Cancel, Now, Payload: reason), out var verdict).Run(this);
        return verdict is Verdict.Accepted;
    }

    /// <summary>Cancels the run, and completes when that, or the end that came before, is recorded.</summary>
    public ValueTask<bool> CancelAsync(string reason)
    {
        var isAccepted = Cancel(reason);
        var recorded = WhenRecorded();
        return recorded.IsCompletedSuccessfully ? new(isAccepted) : AfterAsync(recorded, isAccepted);

        static async ValueTask<bool> AfterAsync(Task recorded, bool isAccepted)
        {
            await recorded.ConfigureAwait(false);
            return isAccepted;
        }
    }

    public void FailRun(AttemptFailure failure) =>
        Submit(new Command(CommandKind.FailRun, Now, Payload: failure), out _).Run(this);

    /// <summary>Appends a chunk that its source has stored. Called under the lock, by the source.</summary>
    public bool AppendChunk(
        IChunkSource source, int invocation, int attempt, int index, ReadOnlySpan<byte> json, ref Effects effects)
    {
        var command = new Command(CommandKind.Chunk, Now, invocation, attempt, index, source);
        if (Sequencer.DecideChunk(command, out var chunk) is not Verdict.Accepted)
            return false;
        Sequencer.ApplyChunk(chunk);
        Agent.Host.Recorder.AppendChunk(this, chunk, json, ref effects);
        if (Plan.Budgets.Chunks > 0 && IsChunkWarningDue)
            effects.Rare.ChunkWarning = State.Chunks;
        return true;
    }

    /// <summary>A failure as the log shows it: with its place.</summary>
    public FailureInfo Describe(AttemptFailure failure, in LogEvent logEvent) => logEvent.Invocation == 0
        ? failure.Info
        : failure.Info with
        {
            Node = Agent.Nodes[State[logEvent.Invocation].Node].Name,
            Invocation = new InvocationId(Id, logEvent.Invocation),
            Attempts = logEvent.Attempt,
        };

    /// <summary>The streams of a node. Under the lock.</summary>
    public NodeSlot SlotOf(NodeInfo node)
    {
        if (slots is null || node.Index >= slots.Length)
            Array.Resize(ref slots, Agent.Nodes.Length);
        return slots[node.Index] ??= node.Stream!.MakeSlot(this, node);
    }

    /// <summary>The node of an invocation; null as long as there is no such invocation. Under the lock.</summary>
    public NodeInfo? NodeOf(int ordinal) =>
        ordinal <= (Storage?.LastOrdinal ?? State.LastOrdinal) && State[ordinal].Status is not InvocationStatus.Absent
            ? Agent.Nodes[State[ordinal].Node]
            : null;

    public RunInfo GetInfo()
    {
        lock (Gate)
        {
            return new RunInfo
            {
                Id = Id,
                Agent = Agent.Name,
                Status = End?.Outcome.Status ?? RunStatus.Running,
                HasResult = resultTicks != 0,
                StartedAt = Time(StartedTicks),
                FirstChunkAt = firstChunkTicks == 0 ? null : Time(firstChunkTicks),
                ResultAt = resultTicks == 0 ? null : Time(resultTicks),
                EndedAt = End is { } ended ? Time(ended.Ticks) : null,
                Failure = End?.Outcome.Failure,
                CancelReason = End?.Outcome.CancelReason,
                Key = Key,
                Metadata = Metadata,
                Invocations = Storage?.Invocations ?? State.Invocations,
                Chunks = Storage?.Chunks ?? State.Chunks,
                Cursor = new Cursor(Id, log.Position),
                ForkedFrom = Origin?.Run,
                Forks = GetKeptForks(),
                PendingRequests = questions?.Open ?? 0,
                Parked = Parked,
                Parent = Parent?.Id,
                Depth = Depth,
            };
        }

        static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
    }

    /// <summary>The readers that wait for any event. Under the lock.</summary>
    public WaiterList Waiters => waiters ??= new RunWaiters();

    /// <summary>Whether a reader waits for news of the run.</summary>
    public bool HasReaders
    {
        get
        {
            lock (Gate)
            {
                return waiters is { IsEmpty: false } || questions is { IsEmpty: false } ||
                    (slots?.Any(static slot => slot is { HasReaders: true }) ?? false);
            }
        }
    }

    /// <summary>The attempts that execute now, for the host to tell that it stops.</summary>
    public List<InvocationAttempt> GetExecuting()
    {
        var executing = new List<InvocationAttempt>();
        lock (Gate)
        {
            for (var ordinal = 1; ordinal <= State.LastOrdinal; ordinal++)
            {
                if (State[ordinal] is { Status: InvocationStatus.Executing, Input: InvocationAttempt attempt })
                    executing.Add(attempt);
            }
        }

        return executing;
    }

    /// <summary>Takes the result out of what gave it. Under the lock.</summary>
    protected abstract void OnResult(InvocationAttempt completion);

    private long Now => Agent.Host.Clock.GetTicks();

    private Command Completion(InvocationAttempt attempt) =>
        new(CommandKind.Complete, Now, attempt.Ordinal, attempt.Number, 0, attempt);

    private Effects Submit(in Command command, out Verdict verdict)
    {
        lock (Gate)
            return Decide(command, out verdict);
    }

    /// <summary>Decides on a command, and records what it gives. Under the lock.</summary>
    private Effects Decide(in Command command, out Verdict verdict)
    {
        var events = default(EventBatch);
        var effects = default(Effects);
        verdict = Sequencer.Decide(command, ref events);
        Record(ref events, ref effects);
        return effects;
    }

    /// <summary>Records what the sequencer has decided; adds what follows from it. Under the lock.</summary>
    private void Record(ref EventBatch events, ref Effects effects)
    {
        for (var index = 0; index < events.Count; index++)
            Decide(events[index], ref effects);
        Agent.Host.Recorder.Append(this, ref events, ref effects);
    }
}

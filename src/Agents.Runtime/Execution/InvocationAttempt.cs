using System.Text.Json;
using Agents.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime;

/// <summary>
/// One attempt of an invocation: emission, work item, context of the node and completion in one object. The first attempt
/// of an invocation is the emission that created it; a later one is made from the one before.
/// </summary>
internal abstract partial class InvocationAttempt(Run run, NodeInfo node, int number) : NodeAttempt, IEmission, ICompletion, ISlotSeeker
{
    private const int NoGatherer = -1;
    private const int Executing = 1;
    private const int HoldsSlot = 2;
    private const int HasBegun = 4;
    private static readonly object EmitsClosed = new();

    private object? emits;
    private IEmission? firstEmission;
    private AttemptExtras? extras;
    private CancellationTokenSource? tokenSource;
    private AmbientAttempt? ambient;

    /// <summary>What was emitted and gathered so far, about: tasks that emit at once may be counted as one. What counts is counted at the end.</summary>
    private int emitCount;

    /// <inheritdoc cref="emitCount"/>
    private int gatherCount;

    private int gatherer = NoGatherer;
    private int activity;
    private byte fence;
    private byte cause;
    private byte hasFiredToken;
    private byte gatesPassed;

    public Run Run { get; } = run;

    public NodeInfo NodeInfo { get; } = node;

    public IEmission? Next { get; set; }

    public int Ordinal { get; private set; }

    public int Number { get; } = number;

    /// <summary>The stream of this attempt, a <see cref="ChunkWriter{T}"/>; null where the node has none.</summary>
    public object? Stream { get; set; }

    int ISlotSeeker.GatesPassed
    {
        get => gatesPassed;
        set => gatesPassed = (byte)value;
    }

    public AttemptExtras Extras => extras ?? Interlocked.CompareExchange(ref extras, new AttemptExtras(this), null) ?? extras;

    public AttemptExtras? ExtrasIfAny => Volatile.Read(ref extras);

    public StopCause Cause => (StopCause)Volatile.Read(ref cause);

    public bool HasResult { get; protected set; }

    /// <summary>The result as users' event readers see it; null if there is none.</summary>
    public abstract object? BoxedResult { get; }

    /// <summary>The inputs as users' event readers see them.</summary>
    public abstract IReadOnlyList<object?> BoxedInputs { get; }

    public int EmissionCount { get; private set; }

    /// <summary>Whether what it gave was kept from another invocation.</summary>
    public abstract bool IsFromCache { get; }

    public int ItemCount { get; private set; }

    public IEmission? FirstEmission => firstEmission;

    public InvocationAttempt? Aggregate => ExtrasIfAny?.Origins?.Aggregate;

    IEmission? ICompletion.Aggregate => Aggregate;

    public CompletionSummary Summary => new(EmissionCount, ItemCount, HasResult, Aggregate is not null);

    int IEmission.NodeIndex => NodeInfo.Index;

    bool IEmission.IsItem => false;

    // What the node sees.

    public override RunId RunId => Run.Id;

    public override InvocationId InvocationId => new(Run.Id, Ordinal);

    public override int Attempt => Number;

    public override string Node => NodeInfo.Name;

    public override IReadOnlyDictionary<string, string> Metadata => Run.Metadata;

    public override TimeProvider TimeProvider => Host.TimeProvider;

    public override CancellationToken CancellationToken
    {
        get
        {
            var source = tokenSource ?? Interlocked.CompareExchange(ref tokenSource, new CancellationTokenSource(), null) ?? tokenSource;
            if (Cause is not StopCause.None)
                FireToken();
            return source.Token;
        }
    }

    public override IServiceProvider Services => Extras.GetScope(Host.Services);

    protected override object Writer => Stream!;

    public override HumanInput<TQuestion, TAnswer> GetHumanInput<TQuestion, TAnswer>(int input) =>
        new LocalHumanInput<TQuestion, TAnswer>(this, NodeInfo.Definition.HumanInputs[input]);

    protected AgentHost Host => Run.Agent.Host;

    protected override object GetTarget(int edge) => NodeInfo.Targets[edge];

    // Its life.

    public int Bind(int next) => Ordinal = ReservedOrdinal is > 0 and var reserved ? reserved : next;

    /// <summary>Tells it the aggregate of the scope that it belongs to; null for none.</summary>
    public void BindScope(int? aggregate) => gatherer = aggregate ?? NoGatherer;

    /// <summary>The ordinal that it is to have in a fork; 0 for the next.</summary>
    public int ReservedOrdinal => ExtrasIfAny?.Origins?.ReservedOrdinal ?? 0;

    public void ReserveOrdinal(int ordinal) => Extras.NeedOrigins().ReservedOrdinal = ordinal;

    /// <summary>With a journal: writes the input for it, as long as it can be refused.</summary>
    public void StoreInput()
    {
        if (Host.IsDurable)
            WriteInput();
    }

    /// <inheritdoc cref="StoreInput"/>
    protected abstract void WriteInput();

    /// <summary>What makes an invocation with the same input, for another run.</summary>
    public abstract EmissionTemplate ToTemplate();

    /// <summary>Its completion has been recorded: keeps what it gave for equal inputs.</summary>
    protected abstract void KeepInCache(TimeSpan time);

    /// <summary>The attempt that follows this one.</summary>
    public InvocationAttempt MakeNext()
    {
        var next = MakeAttempt(Number + 1);
        next.Ordinal = Ordinal;
        next.gatherer = gatherer;
        return next;
    }

    void IThreadPoolWorkItem.Execute() => Host.Executor.Run(this);

    /// <summary>Whether the node has been called and what came of it is not settled, nor is it given up.</summary>
    public bool IsExecuting => (Volatile.Read(ref activity) & Executing) != 0;

    /// <summary>From now on it executes, with slots that are held for it: what is to stop it finds it.</summary>
    public void BeginWithSlot() => activity = HasBegun | Executing | HoldsSlot;

    /// <summary>Begins the attempt, unless the one before it on this thread has done so, and calls the node. The slots are held.</summary>
    /// <param name="mayHandOn">Whether it may begin the next, to be executed on this thread at once.</param>
    /// <param name="settles">Whether those who wait for the run's result or its end are to be told, as the last act of this thread.</param>
    /// <returns>An attempt to execute next on this thread, if any.</returns>
    public InvocationAttempt? Step(bool mayHandOn, out bool settles)
    {
        settles = false;
        if ((Volatile.Read(ref activity) & HasBegun) == 0)
        {
            BeginWithSlot();
            if (Host.IsStopping || !Run.Begin(this))
            {
                EndExecution();
                return null;
            }
        }
        else if (Volatile.Read(ref fence) != (byte)Fence.Open)
        {
            // Canceled since the one before it began it: its node is not to be called any more.
            EndExecution();
            return null;
        }

        if (Run.Plan.Attempts[NodeInfo.Index].Timeout is { } timeout)
        {
            Extras.StartClock(timeout, static attempt => attempt.OnTimeout());
        }

        Host.Telemetry.AttemptBegan(this);
        if (Host.IsStopping)
            Signal(StopCause.HostStopping);
        ambient = AmbientAttempt.Enter(this);
        Task? pending;
        try
        {
            Host.Executor.EnterContext();
            if (Host.Interceptor?.Before(this) is { } before)
            {
                _ = InvokeAfterAsync(before);
                return null;
            }

            pending = Invoke();
        }
        catch (Exception exception)
        {
            return Conclude(exception, mayHandOn ? GoOn.WithSlot : GoOn.Here, out settles);
        }

        if (pending is null or { IsCompleted: true })
            return Conclude(pending is null ? null : ReadReturn(), mayHandOn ? GoOn.WithSlot : GoOn.Here, out settles);
        pending.ConfigureAwait(Host.Executor.HasContext).GetAwaiter().UnsafeOnCompleted(Resume);
        return null;
    }

    /// <summary>
    /// Calls the method of the module. Gives the task to wait for, if any; where there is none, what the node returned is taken, and what
    /// it failed with is thrown.
    /// </summary>
    protected abstract Task? Invoke();

    /// <summary>Takes what the node returned, if it was waited for. Gives the exception it failed with, if any.</summary>
    protected abstract Exception? ReadReturn();

    /// <summary>Reads what the node returned from the journal.</summary>
    protected abstract void ReadReturn(JsonElement? storedResult, JsonElement? storedStart, bool isFromCache);

    /// <summary>Takes over what the node returned.</summary>
    protected abstract void TakeReturn(InvocationAttempt original);

    /// <summary>Of a start that has returned: makes the invocation that gathers its scope.</summary>
    protected abstract InvocationAttempt MakeAggregate();

    /// <summary>Makes another attempt with the same input.</summary>
    protected abstract InvocationAttempt MakeAttempt(int attemptNumber);
}

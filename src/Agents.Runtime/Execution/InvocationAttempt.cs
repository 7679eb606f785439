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
    private static readonly object EmitsClosed = new();

    private object? emits;
    private IEmission? firstEmission;
    private AttemptExtras? extras;
    private AgentException? doom;
    private AmbientAttempt? ambient;
    private int emitCount;
    private int gatherCount;
    private int gatherer = NoGatherer;
    private int fence;
    private int cause;
    private int executing;
    private int holdsSlot;

    public Run Run { get; } = run;

    public NodeInfo NodeInfo { get; } = node;

    public IEmission? Next { get; set; }

    public int Ordinal { get; private set; }

    public int Number { get; } = number;

    /// <summary>The stream of this attempt, a <see cref="ChunkWriter{T}"/>; null where the node has none.</summary>
    public object? Stream { get; set; }

    /// <summary>How many gates it has passed on its way to execution.</summary>
    public int GatesPassed { get; set; }

    public AttemptExtras Extras => extras ?? Interlocked.CompareExchange(ref extras, new AttemptExtras(), null) ?? extras;

    public AttemptExtras? ExtrasIfAny => Volatile.Read(ref extras);

    public StopCause Cause => (StopCause)Volatile.Read(ref cause);

    public abstract bool HasResult { get; }

    public abstract object? BoxedResult { get; }

    /// <summary>The inputs as users' event readers see them.</summary>
    public abstract IReadOnlyList<object?> BoxedInputs { get; }

    public int EmissionCount { get; private set; }

    /// <summary>Whether what it gave was kept from another invocation.</summary>
    public abstract bool IsFromCache { get; }

    public int ItemCount { get; private set; }

    public IEmission? FirstEmission => firstEmission;

    public InvocationAttempt? Aggregate => ExtrasIfAny?.Aggregate;

    IEmission? ICompletion.Aggregate => Aggregate;

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
            var token = Extras.GetTokenSource().Token;
            if (Cause is not StopCause.None)
                Extras.FireToken(Host);
            return token;
        }
    }

    public override IServiceProvider Services => Extras.GetScope(Host.Services);

    protected override object Writer => Stream!;

    public override HumanInput<TQuestion, TAnswer> GetHumanInput<TQuestion, TAnswer>(int input) =>
        new LocalHumanInput<TQuestion, TAnswer>(this, NodeInfo.Definition.HumanInputs[input]);

    protected AgentHost Host => Run.Agent.Host;

    protected override object GetTarget(int edge) => NodeInfo.Targets[edge];

    // Its life.

    /// <summary>Tells it its place in the run.</summary>
    /// <param name="ordinal">The ordinal of its invocation.</param>
    /// <param name="aggregate">The aggregate of the scope that it belongs to; null for none.</param>
    public void Bind(int ordinal, int? aggregate)
    {
        Ordinal = ordinal;
        gatherer = aggregate ?? NoGatherer;
    }

    /// <summary>The ordinal that it is to have in a fork; 0 for the next.</summary>
    public int ReservedOrdinal { get; private set; }

    public void ReserveOrdinal(int ordinal) => ReservedOrdinal = ordinal;

    /// <summary>Takes over what an attempt of another run gave.</summary>
    /// <param name="original">The attempt.</param>
    /// <param name="takesAggregate">Whether the invocation that gathers its scope is taken over, too; else it is another.</param>
    /// <param name="copy">Makes an emission for this run.</param>
    public void TakeOver(InvocationAttempt original, bool takesAggregate, Func<IEmission, IEmission> copy)
    {
        FenceOff(Fence.Ended);
        IEmission? last = null;
        for (var emission = original.firstEmission; emission is not null; emission = emission.Next)
        {
            var made = copy(emission);
            if (last is null)
                firstEmission = made;
            else
                last.Next = made;
            last = made;
        }

        EmissionCount = original.EmissionCount;
        ItemCount = original.ItemCount;
        TakeReturn(original);
        if (original.Aggregate is { } aggregate)
            Extras.Aggregate = takesAggregate ? (InvocationAttempt)copy(aggregate) : MakeAggregate();
    }

    /// <summary>What makes an invocation with the same input, for another run.</summary>
    public abstract EmissionTemplate ToTemplate();

    /// <summary>Its completion has been recorded.</summary>
    public abstract void OnCompleted();

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
    public bool IsExecuting => Volatile.Read(ref executing) != 0;

    /// <summary>Begins the attempt and calls the node. The slots are held.</summary>
    /// <returns>An attempt to execute next on this thread, if any.</returns>
    public InvocationAttempt? Step()
    {
        holdsSlot = executing = 1;
        if (Host.IsStopping || !Run.Begin(this))
        {
            EndExecution();
            return null;
        }

        if (Run.Plan.Attempts[NodeInfo.Index].Timeout is { } timeout)
        {
            Extras.StartClock(this, timeout, static attempt => attempt.OnTimeout());
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
            return Conclude(exception, mayContinue: true);
        }

        if (pending is null or { IsCompleted: true })
            return Conclude(ReadReturn(), mayContinue: true);
        pending.ConfigureAwait(Host.Executor.HasContext).GetAwaiter().UnsafeOnCompleted(Resume);
        return null;
    }

    /// <summary>Asks the attempt to stop: its token fires; if it goes on past the grace time, its slot is freed.</summary>
    public void Signal(StopCause why)
    {
        if (!IsExecuting ||
            Interlocked.CompareExchange(ref cause, (int)why, (int)StopCause.None) != (int)StopCause.None)
        {
            return;
        }

        ExtrasIfAny?.FireToken(Host);
        ExtrasIfAny?.ParkingIfAny?.OnSignal(why);
        Run.EndWaits(this);
        if (why is StopCause.HostStopping)
        {
            // How long that may take is for who stops the host to say.
            return;
        }

        Extras.StartGrace(this, Host.Options.GraceTime, static attempt => attempt.OnGraceOver());
        if (!IsExecuting)
            Extras.StopTimer();
    }

    /// <summary>Gives the slot back, if it holds one.</summary>
    public void GiveSlotBack()
    {
        if (Interlocked.Exchange(ref holdsSlot, 0) == 1)
            LocalExecutor.Release(NodeInfo);
    }

    /// <summary>Goes on with a slot that was got for it. False if it has ended, or holds one already.</summary>
    public bool TakeSlot()
    {
        if (!IsExecuting || Interlocked.CompareExchange(ref holdsSlot, 1, 0) == 1)
            return false;
        // It may have ended between the look and the taking.
        if (!IsExecuting)
            GiveSlotBack();
        return true;
    }

    /// <summary>Lets its clock go on after a wait.</summary>
    public void ResumeClock() => Extras.ResumeClock(this, static attempt => attempt.OnTimeout());

    /// <summary>From now on what it writes and emits throws. Only the first fence counts.</summary>
    public bool FenceOff(Fence with) =>
        Interlocked.CompareExchange(ref fence, (int)with, (int)Fence.Open) == (int)Fence.Open;

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasEnded => Volatile.Read(ref fence) == (int)Fence.Ended;

    public void ThrowIfFenced()
    {
        if (Volatile.Read(ref fence) != (int)Fence.Open)
            throw FenceException();
    }

    /// <summary>Throws also where it still counts, but was asked to stop.</summary>
    public void ThrowIfStopped()
    {
        ThrowIfFenced();
        if (Cause is not StopCause.None)
            throw new OperationCanceledException($"Attempt {Number} of node '{NodeInfo.Name}' has been asked to stop.", CancellationToken);
    }

    /// <summary>What writing or emitting throws now that it does not count any more.</summary>
    public Exception FenceException() => (Fence)Volatile.Read(ref fence) switch
    {
        Fence.Superseded => new AttemptSupersededException(InvocationId, Number),
        Fence.Canceled => new OperationCanceledException(
            $"Invocation {InvocationId} of node '{NodeInfo.Name}' has been canceled.",
            ExtrasIfAny?.TokenIfAny ?? new CancellationToken(canceled: true)),
        _ => new InvalidOperationException(
            $"Attempt {Number} of invocation {InvocationId} of node '{NodeInfo.Name}' has ended: it can neither write nor emit any " +
            "more. Await all work that uses the writer or an edge before the node returns."),
    };

    /// <summary>A limit or a budget was exceeded: whatever the node makes of the exception, its invocation fails.</summary>
    public AgentException Doom(AgentException exception) => doom = exception;

    /// <summary>Takes the emit of an invocation into the completion to come.</summary>
    public void AddEmission(InvocationAttempt emission)
    {
        ThrowIfFenced();
        var limits = Run.Limits;
        var emitted = Interlocked.Increment(ref emitCount);
        if (Run.State.Invocations + emitted > limits.InvocationsPerRun)
            throw Doom(new AgentLimitException(nameof(RunLimits.InvocationsPerRun), limits.InvocationsPerRun));
        Push(emission, emitted + Volatile.Read(ref gatherCount));
    }

    /// <summary>Takes the emit of an item into the completion to come.</summary>
    public void AddItem(IEmission item)
    {
        ThrowIfFenced();
        if (item.NodeIndex != (NodeInfo.Aggregate?.Info.Index ?? gatherer))
        {
            throw new InvalidOperationException(
                $"Node '{Node}' emits to aggregate '{NodeInfo.Agent.Nodes[item.NodeIndex].Name}', which does not gather the scope that " +
                "the emit belongs to. Emit to the aggregate of the innermost scope.");
        }

        var gathered = Interlocked.Increment(ref gatherCount);
        Push(item, gathered + Volatile.Read(ref emitCount));
    }

    /// <summary>Calls the method of the module. Gives the task to wait for, if any.</summary>
    protected abstract Task? Invoke();

    /// <summary>Reads what the node returned. Gives the exception it failed with, if any.</summary>
    protected abstract Exception? ReadReturn();

    /// <summary>Takes over what the node returned.</summary>
    protected abstract void TakeReturn(InvocationAttempt original);

    /// <summary>Of a start that has returned: makes the invocation that gathers its scope.</summary>
    protected abstract InvocationAttempt MakeAggregate();

    /// <summary>Makes another attempt with the same input.</summary>
    protected abstract InvocationAttempt MakeAttempt(int attemptNumber);

    private void Push(IEmission emission, int emitted)
    {
        if (emitted > Run.Limits.EmitsPerInvocation)
            throw Doom(new AgentLimitException(nameof(RunLimits.EmitsPerInvocation), Run.Limits.EmitsPerInvocation));
        while (true)
        {
            var head = Volatile.Read(ref emits);
            if (ReferenceEquals(head, EmitsClosed))
                throw FenceException();
            emission.Next = (IEmission?)head;
            if (ReferenceEquals(Interlocked.CompareExchange(ref emits, emission, head), head))
                return;
        }
    }

    private void Resume() => Conclude(ReadReturn(), mayContinue: false);

    /// <summary>The node has returned or thrown.</summary>
    private InvocationAttempt? Conclude(Exception? exception, bool mayContinue)
    {
        Host.Interceptor?.After(this);
        if (ExtrasIfAny is { HasScope: true })
        {
            _ = ConcludeScopeAsync(exception);
            return null;
        }

        return Settle(exception, mayContinue);
    }

    /// <summary>Disposes the scope, which belongs to the attempt: if that throws, the attempt fails.</summary>
    private async Task ConcludeScopeAsync(Exception? exception)
    {
        try
        {
            await Extras.DisposeScopeAsync().ConfigureAwait(Host.Executor.HasContext);
        }
        catch (Exception thrown)
        {
            // The node's own failure is the cause; what followed from it is told by the log.
            if (exception is not null)
                Host.Telemetry.ScopeFailed(this, thrown);
            exception ??= thrown;
        }

        Settle(exception, mayContinue: false);
    }

    /// <summary>Tells the run what became of the attempt, then whoever watches; at last the slot is given back.</summary>
    private InvocationAttempt? Settle(Exception? exception, bool mayContinue)
    {
        ambient!.Leave();
        Effects effects = default;
        if (FenceOff(Fence.Ended))
        {
            CloseEmits();
            effects = Submit(exception);
            if (effects.AttemptEnd is EventKind.InvocationCompleted)
                OnCompleted();
        }

        Host.Telemetry.AttemptEnded(this, effects.AttemptEnd, effects.AttemptException ?? exception);
        ExtrasIfAny?.Release();
        effects.RunButReady(Run);
        EndExecution();
        return Start(effects.Ready, mayContinue);
    }

    private Effects Submit(Exception? exception)
    {
        if (doom is null && exception is null && Cause is not StopCause.TimedOut)
            return Run.Complete(this);
        // Where the provider is being disposed of, no node is to blame for what it cannot get any more.
        if (exception is ObjectDisposedException)
            Host.StopIfProviderIsDisposed();
        var failure = MakeFailure(doom ?? exception);
        return failure.Info.Code is FailureCodes.Interrupted ? Run.Interrupt(this, failure) : Run.Fail(this, failure);
    }

    /// <summary>Starts new invocations: the first on this thread, if it may go on, the others on the pool.</summary>
    private InvocationAttempt? Start(InvocationAttempt? first, bool mayContinue)
    {
        Host.Executor.ScheduleAll(mayContinue ? first?.NextInvocation() : first);
        return mayContinue && first is not null && LocalExecutor.Admit(first) ? first : null;
    }

    private AttemptFailure MakeFailure(Exception? exception)
    {
        if (Cause is StopCause.TimedOut && doom is null)
            return TimeoutFailure(exception);
        var isRetryable = NodeInfo.IsRetryable(exception!);
        var code = isRetryable && Cause is StopCause.HostStopping ? FailureCodes.Interrupted : Failures.CodeOf(exception!);
        return new AttemptFailure(Failures.Of(exception!, code), exception)
        {
            IsRetryable = isRetryable,
            Dice = Host.Random.NextDouble(),
        };
    }

    private AttemptFailure TimeoutFailure(Exception? exception)
    {
        var timeout = Run.Plan.Attempts[NodeInfo.Index].Timeout!.Value;
        var thrown = new TimeoutException($"Attempt {Number} of node '{NodeInfo.Name}' took longer than its timeout of {timeout}.", exception);
        return new AttemptFailure(Failures.Of(thrown, FailureCodes.Timeout), thrown)
        {
            IsRetryable = true,
            Dice = Host.Random.NextDouble(),
        };
    }

    private void OnTimeout() => Signal(StopCause.TimedOut);

    private void OnGraceOver()
    {
        if (!IsExecuting)
            return;
        Host.Telemetry.AttemptHangs(this);
        if (Cause is StopCause.TimedOut && FenceOff(Fence.Superseded))
            Run.Fail(this, TimeoutFailure(null)).Run(Run);
        EndExecution();
    }

    private void CloseEmits()
    {
        var emission = (IEmission?)Interlocked.Exchange(ref emits, EmitsClosed);
        while (emission is not null)
        {
            // They were pushed last first.
            var earlier = emission.Next;
            emission.Next = firstEmission;
            firstEmission = emission;
            if (emission.IsItem)
                ItemCount++;
            else
                EmissionCount++;
            emission = earlier;
        }
    }

    private void EndExecution()
    {
        if (Interlocked.Exchange(ref executing, 0) == 1)
        {
            ExtrasIfAny?.StopTimer();
            Run.EndWaits(this);
        }

        GiveSlotBack();
    }
}

using Agents.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime;

/// <summary>
/// One attempt of an invocation: emission, work item, context of the node and completion in one object. The first attempt
/// of an invocation is the emission that created it; a later one is made from the one before.
/// </summary>
internal abstract partial class InvocationAttempt(Run run, NodeInfo node, int number) : NodeAttempt, IEmission, ICompletion, ISlotSeeker
{
    private static readonly object EmitsClosed = new();

    private object? emits;
    private InvocationAttempt? firstEmission;
    private AttemptExtras? extras;
    private AgentLimitException? doom;
    private int emitCount;
    private int fence;
    private int cause;
    private int executing;
    private int holdsSlot;

    public Run Run { get; } = run;

    public NodeInfo NodeInfo { get; } = node;

    /// <summary>The next emission of the same completion.</summary>
    public InvocationAttempt? Next { get; private set; }

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

    IEmission? ICompletion.FirstEmission => firstEmission;

    int IEmission.NodeIndex => NodeInfo.Index;

    IEmission? IEmission.Next => Next;

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
        throw new NotSupportedException("PEOPLE: to come.");

    protected AgentHost Host => Run.Agent.Host;

    protected override object GetTarget(int edge) => NodeInfo.Targets[edge];

    // Its life.

    public void Bind(int ordinal) => Ordinal = ordinal;

    /// <summary>The attempt that follows this one.</summary>
    public abstract InvocationAttempt MakeNext();

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
        ExtrasIfAny?.ParkingIfAny?.OnSignal();
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

    public void ThrowIfFenced()
    {
        if (Volatile.Read(ref fence) != (int)Fence.Open)
            throw FenceException();
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

    /// <summary>A limit was exceeded: whatever the node makes of the exception, its invocation fails.</summary>
    public AgentLimitException Doom(AgentLimitException exception) => doom = exception;

    /// <summary>Takes an emit into the completion to come.</summary>
    public void AddEmission(InvocationAttempt emission)
    {
        ThrowIfFenced();
        var limits = Run.Limits;
        var emitted = Interlocked.Increment(ref emitCount);
        if (emitted > limits.EmitsPerInvocation)
            throw Doom(new AgentLimitException(nameof(RunLimits.EmitsPerInvocation), limits.EmitsPerInvocation));
        if (Run.State.Invocations + emitted > limits.InvocationsPerRun)
            throw Doom(new AgentLimitException(nameof(RunLimits.InvocationsPerRun), limits.InvocationsPerRun));
        while (true)
        {
            var head = Volatile.Read(ref emits);
            if (ReferenceEquals(head, EmitsClosed))
                throw FenceException();
            emission.Next = (InvocationAttempt?)head;
            if (ReferenceEquals(Interlocked.CompareExchange(ref emits, emission, head), head))
                return;
        }
    }

    /// <summary>Calls the method of the module. Gives the task to wait for, if any.</summary>
    protected abstract Task? Invoke();

    /// <summary>Reads what the node returned. Gives the exception it failed with, if any.</summary>
    protected abstract Exception? ReadReturn();

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
        Effects effects = default;
        if (FenceOff(Fence.Ended))
        {
            CloseEmits();
            effects = Submit(exception);
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
        Host.Executor.ScheduleAll(mayContinue ? first?.Next : first);
        return mayContinue && first is not null && LocalExecutor.Admit(first) ? first : null;
    }

    private AttemptFailure MakeFailure(Exception? exception)
    {
        if (Cause is StopCause.TimedOut && exception is not AgentLimitException)
            return TimeoutFailure(exception);
        var isRetryable = NodeInfo.IsRetryable(exception!);
        var code = exception is AgentLimitException ? FailureCodes.Limit
            : isRetryable && Cause is StopCause.HostStopping ? FailureCodes.Interrupted
            : FailureCodes.Exception;
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
        var emission = (InvocationAttempt?)Interlocked.Exchange(ref emits, EmitsClosed);
        while (emission is not null)
        {
            // They were pushed last first.
            var earlier = emission.Next;
            emission.Next = firstEmission;
            firstEmission = emission;
            EmissionCount++;
            emission = earlier;
        }
    }

    private void EndExecution()
    {
        if (Interlocked.Exchange(ref executing, 0) == 1)
            ExtrasIfAny?.StopTimer();
        GiveSlotBack();
    }
}

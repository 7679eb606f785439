namespace Agents.Runtime;

/// <content>What becomes of an attempt when its node has returned or thrown.</content>
internal abstract partial class InvocationAttempt
{
    /// <summary>Where what follows from the attempt goes on.</summary>
    private enum GoOn : byte
    {
        /// <summary>On the pool: this thread is in the midst of something else.</summary>
        Elsewhere,

        /// <summary>The first of it on this thread.</summary>
        Here,

        /// <summary>On this thread, and with the slot of this attempt if it needs the same.</summary>
        WithSlot,
    }

    private void Resume() => Conclude(ReadReturn(), GoOn.Elsewhere, out _);

    /// <summary>The node has returned or thrown.</summary>
    private InvocationAttempt? Conclude(Exception? exception, GoOn goOn, out bool settles)
    {
        Host.Interceptor?.After(this);
        if (ExtrasIfAny is not { HasScope: true })
            return Settle(exception, goOn, out settles);
        _ = ConcludeScopeAsync(exception);
        settles = false;
        return null;
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

        Settle(exception, GoOn.Elsewhere, out _);
    }

    /// <summary>Tells the run what became of the attempt, then whoever watches; at last the slot is given back, or handed on.</summary>
    /// <param name="exception">What the node has thrown.</param>
    /// <param name="goOn">Where what follows goes on.</param>
    /// <param name="settles">Whether this thread is to tell those who wait for the run, when it has nothing else to do.</param>
    /// <returns>What follows on this thread, if anything.</returns>
    private InvocationAttempt? Settle(Exception? exception, GoOn goOn, out bool settles)
    {
        ambient!.Leave();
        ambient = null;
        Effects effects = default;
        InvocationAttempt? begun = null;
        if (FenceOff(Fence.Ended))
        {
            CloseEmits();
            effects = Submit(exception, goOn is GoOn.WithSlot && LocalExecutor.MayHandOn(NodeInfo), out begun);
            if (NodeInfo.CacheTime is { } time && effects.AttemptEnd is EventKind.InvocationCompleted)
                KeepInCache(time);
        }

        Tell(effects, exception);
        if (begun is not null)
            Host.Telemetry.AttemptReady(begun);
        Host.Executor.ScheduleAll(goOn is GoOn.Elsewhere ? effects.Ready : effects.Ready?.NextInvocation());
        var next = goOn is GoOn.Elsewhere ? null : begun ?? Admitted(effects.Ready);
        settles = effects.Settles && goOn is not GoOn.Elsewhere && next is null && !Host.Executor.HasContext;
        if (effects.Settles && !settles)
            Run.Settle(isLastAct: false);
        return next;
    }

    /// <summary>Tells whoever watches, and ends what the attempt had.</summary>
    private void Tell(in Effects effects, Exception? exception)
    {
        Host.Telemetry.AttemptEnded(this, effects.AttemptEnd, effects.RareIfAny?.AttemptException ?? exception);
        // Its run may be kept for long.
        Volatile.Write(ref tokenSource, null);
        ExtrasIfAny?.Release();
        effects.RunBeforeReady(Run);
        EndExecution();
    }

    private static InvocationAttempt? Admitted(InvocationAttempt? first) => first is not null && LocalExecutor.Admit(first) ? first : null;

    /// <param name="exception">What the node has thrown.</param>
    /// <param name="handsOn">Whether the first attempt that follows may begin at once, with the slot of this one if it still holds it.</param>
    /// <param name="begun">That attempt, if it has begun.</param>
    private Effects Submit(Exception? exception, bool handsOn, out InvocationAttempt? begun)
    {
        begun = null;
        var doom = ExtrasIfAny?.Doom;
        if (doom is null && exception is null && Cause is not StopCause.TimedOut)
            return handsOn ? Run.CompleteAndGoOn(this, out begun) : Run.Complete(this);
        // Where the provider is being disposed of, no node is to blame for what it cannot get any more.
        if (exception is ObjectDisposedException)
            Host.StopIfProviderIsDisposed();
        var failure = MakeFailure(doom, exception);
        return failure.Info.Code is FailureCodes.Interrupted ? Run.Interrupt(this, failure) : Run.Fail(this, failure);
    }

    private AttemptFailure MakeFailure(AgentException? doom, Exception? thrown)
    {
        if (Cause is StopCause.TimedOut && doom is null)
            return TimeoutFailure(thrown);
        var exception = doom ?? thrown;
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
}

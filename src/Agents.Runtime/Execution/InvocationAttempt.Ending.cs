namespace Agents.Runtime;

/// <content>What becomes of an attempt when its node has returned or thrown.</content>
internal abstract partial class InvocationAttempt
{
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
        ambient = null;
        Effects effects = default;
        var handsOn = mayContinue && LocalExecutor.MayHandOn(NodeInfo) && TryTakeSlotAway();
        InvocationAttempt? next = null;
        if (FenceOff(Fence.Ended))
        {
            CloseEmits();
            effects = Submit(exception, handsOn, out next);
            if (effects.AttemptEnd is EventKind.InvocationCompleted)
                OnCompleted();
        }

        Host.Telemetry.AttemptEnded(this, effects.AttemptEnd, effects.RareIfAny?.AttemptException ?? exception);
        // Its run may be kept for long.
        Volatile.Write(ref tokenSource, null);
        ExtrasIfAny?.Release();
        effects.RunBeforeReady(Run);
        EndExecution();
        if (next is not null)
            Host.Telemetry.AttemptReady(next);
        else if (handsOn)
            LocalExecutor.Release(NodeInfo);
        Host.Executor.ScheduleAll(mayContinue ? effects.Ready?.NextInvocation() : effects.Ready);
        if (next is null && mayContinue && effects.Ready is { } first && LocalExecutor.Admit(first))
            next = first;
        if (effects.Settles)
            Run.Settle(isLastAct: mayContinue && next is null && !Host.Executor.HasContext);
        return next;
    }

    /// <param name="exception">What the node has thrown.</param>
    /// <param name="handsOn">Whether the first attempt that follows may begin at once, with the slot of this one.</param>
    /// <param name="next">That attempt, if it has begun.</param>
    private Effects Submit(Exception? exception, bool handsOn, out InvocationAttempt? next)
    {
        next = null;
        var doom = ExtrasIfAny?.Doom;
        if (doom is null && exception is null && Cause is not StopCause.TimedOut)
            return handsOn ? Run.CompleteAndGoOn(this, out next) : Run.Complete(this);
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

namespace Agents.Runtime;

/// <content>How an attempt is stopped and fenced off, and how it gives its slot back.</content>
internal abstract partial class InvocationAttempt
{
    /// <summary>Asks the attempt to stop: its token fires; if it goes on past the grace time, its slot is freed.</summary>
    public void Signal(StopCause why)
    {
        if (!IsExecuting ||
            Interlocked.CompareExchange(ref cause, (byte)why, (byte)StopCause.None) != (byte)StopCause.None)
        {
            return;
        }

        FireToken();
        ExtrasIfAny?.OnSignal(why);
        Run.EndWaits(this);
        if (why is StopCause.HostStopping)
        {
            // How long that may take is for who stops the host to say.
            return;
        }

        Extras.StartGrace(Host.Options.GraceTime, static attempt => attempt.OnGraceOver());
    }

    /// <summary>Whether a token is the one that fires when this attempt is to stop, or never fires at all.</summary>
    public bool IsOwnToken(CancellationToken token) =>
        !token.CanBeCanceled || (Volatile.Read(ref tokenSource) is { } source && token == source.Token);

    /// <summary>Gives the slot back, if it holds one.</summary>
    public void GiveSlotBack()
    {
        if (TryTakeSlotAway())
            LocalExecutor.Release(NodeInfo);
    }

    /// <summary>Goes on with a slot that was got for it. False if it has ended, or holds one already.</summary>
    public bool TakeSlot()
    {
        if (!IsExecuting || (Interlocked.Or(ref activity, HoldsSlot) & HoldsSlot) != 0)
            return false;
        // It may have ended between the look and the taking.
        if (!IsExecuting)
            GiveSlotBack();
        return true;
    }

    /// <summary>Lets its clock go on after a wait.</summary>
    public void ResumeClock() => Extras.ResumeClock(static attempt => attempt.OnTimeout());

    /// <summary>From now on what it writes and emits throws. Only the first fence counts.</summary>
    public bool FenceOff(Fence with) =>
        Interlocked.CompareExchange(ref fence, (byte)with, (byte)Fence.Open) == (byte)Fence.Open;

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasEnded => Volatile.Read(ref fence) == (byte)Fence.Ended;

    public void ThrowIfFenced()
    {
        if (Volatile.Read(ref fence) != (byte)Fence.Open)
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
            Volatile.Read(ref tokenSource)?.Token ?? new CancellationToken(canceled: true)),
        _ => new InvalidOperationException(
            $"Attempt {Number} of invocation {InvocationId} of node '{NodeInfo.Name}' has ended: it can neither write nor emit any " +
            "more. Await all work that uses the writer or an edge before the node returns."),
    };

    /// <summary>A limit or a budget was exceeded: whatever the node makes of the exception, its invocation fails.</summary>
    public AgentException Doom(AgentException exception) => Extras.Doom = exception;

    /// <summary>
    /// Fires the token, if there is one, on a thread of the pool: what users registered must not run within a command.
    /// </summary>
    private void FireToken()
    {
        if (Volatile.Read(ref tokenSource) is not { } source || Interlocked.Exchange(ref hasFiredToken, 1) == 1)
            return;
        Host.Executor.Queue(
            static state =>
            {
                try
                {
                    state.source.Cancel();
                }
                catch (AggregateException exception)
                {
                    state.Host.Telemetry.TokenCallbackFailed(exception);
                }
            },
            (source, Host));
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

    /// <summary>Takes the slot out of the attempt's hands, if it holds one: whoever does gives it back, or hands it on.</summary>
    public bool TryTakeSlotAway() => (Interlocked.And(ref activity, ~HoldsSlot) & HoldsSlot) != 0;

    private void EndExecution()
    {
        var was = Interlocked.And(ref activity, HasBegun);
        if ((was & Executing) != 0)
        {
            ExtrasIfAny?.StopTimer();
            Run.EndWaits(this);
        }

        if ((was & HoldsSlot) != 0)
            LocalExecutor.Release(NodeInfo);
    }
}

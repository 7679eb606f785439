namespace Agents.Runtime;

/// <content>How a run follows its journal: what is decided becomes visible when it is stored.</content>
internal abstract partial class Run
{
    /// <summary>What the run has only with a journal; null in memory.</summary>
    public RunStorage? Storage { get; }

    /// <summary>Whether others may find the run: its start is recorded.</summary>
    public bool IsShown => Storage is { } storage ? storage.IsShown : log.Position > 0;

    /// <summary>Whether the host has let go of the run, which goes on when the next one starts.</summary>
    public bool IsHalted => Storage?.Halt is not null;

    /// <summary>Throws where the log of the run has grown too large for an attempt to add to it.</summary>
    public void ThrowIfTooLarge(InvocationAttempt attempt)
    {
        if (Storage is { } storage && storage.Bytes > Limits.RunBytes)
            throw attempt.Doom(new AgentLimitException(nameof(RunLimits.RunBytes), Limits.RunBytes));
    }

    /// <summary>Completes when all that is decided by now is recorded.</summary>
    /// <exception cref="AgentHostStoppedException">The host stops before.</exception>
    public Task WhenRecorded() => Storage is null ? Task.CompletedTask : WhenStored(Storage, State.Position);

    /// <summary>Completes when others may find the run.</summary>
    public Task WhenShown() => IsShown ? Task.CompletedTask : WhenStored(Storage!, 1);

    /// <summary>Completes when further chunks may be written: not too much waits to be stored.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) =>
        Agent.Host.Stored!.Recorder.WaitForRoomAsync(this, cancellationToken);

    /// <summary>Shows events that have been stored: those of one command, or chunks alone.</summary>
    public void OnStored(ReadOnlySpan<UnstoredEvent> events)
    {
        var effects = default(Effects);
        List<TaskCompletionSource>? over = null;
        lock (Gate)
        {
            if (IsHalted)
                return;
            foreach (ref readonly var stored in events)
            {
                Storage!.UnstoredBytes -= stored.Data.Length;
                if (!stored.IsShown)
                    OnRecorded(stored.Event, ref effects);
            }

            Storage!.IsShown = true;
            Storage.TakeWaits(events[^1].Event.Position, ref over);
        }

        foreach (var source in over ?? [])
            Agent.Host.Executor.Complete(static it => it.SetResult(), source);
        effects.Run(this);
    }

    /// <summary>
    /// The host lets go of the run: what executes is fenced off, and all who read or wait are told where to resume.
    /// </summary>
    public void Halt()
    {
        var wake = default(WakeChain);
        List<TaskCompletionSource>? over = null;
        List<InvocationAttempt> executing;
        lock (Gate)
        {
            if (IsHalted || End is not null)
                return;
            var stopped = new AgentHostStoppedException(new Cursor(Id, log.Position));
            Storage!.Halt = stopped;
            executing = GetExecuting();
            Storage.TakeWaits(uint.MaxValue, ref over);
            waiters?.TakeAll(ref wake);
            foreach (var slot in slots ?? [])
                slot?.Halt(ref wake);
            questions?.TakeAll(ref wake);
            LetGo();
        }

        FenceOff(executing);
        foreach (var source in over ?? [])
            Agent.Host.Executor.Complete(static it => it.source.SetObservedException(it.stopped), (source, stopped: (Exception)Storage.Halt!));
        wake.Wake(Agent.Host.Executor);
        Settle(isLastAct: false);
    }

    /// <summary>What executes can neither write nor emit any more.</summary>
    public void FenceOff() => FenceOff(GetExecuting());

    private static void FenceOff(List<InvocationAttempt> executing)
    {
        foreach (var attempt in executing)
            attempt.FenceOff(Fence.Superseded);
    }

    /// <summary>Throws where a reader has read all there is, and the host has let go of the run.</summary>
    public void ThrowIfHalted()
    {
        if (IsHalted)
            throw HaltException();
    }

    /// <summary>What who waits for a halted run is told: a new exception for each, so that stacks do not mix.</summary>
    protected AgentHostStoppedException HaltException() => new(Storage!.Halt!.Cursor);

    private Task WhenStored(RunStorage storage, uint position)
    {
        if (log.Position >= position && storage.IsShown)
            return Task.CompletedTask;
        lock (Gate)
        {
            return log.Position >= position && storage.IsShown ? Task.CompletedTask
                : IsHalted ? Task.FromException(HaltException()).Observed()
                : storage.WaitFor(position, Agent.Host.Executor.SourceOptions);
        }
    }
}

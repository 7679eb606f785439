namespace Agents.Runtime;

/// <summary>
/// The waits of an attempt for people and children. While any of them lasts the attempt holds no slot, so that whoever it
/// waits for can have it; after the last one it goes on with a slot again. Its lock is itself.
/// </summary>
internal abstract class Parking(InvocationAttempt attempt)
{
    private int waits;
    private int stopsOfClock;
    private Resumption? resuming;

    protected InvocationAttempt Attempt { get; } = attempt;

    /// <summary>Waits for a task without holding a slot.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stopsClock">Whether the attempt's timeout stands still meanwhile.</param>
    public async Task WaitAsync(Task task, bool stopsClock)
    {
        if (!task.IsCompleted)
        {
            Begin(stopsClock);
            // Back in the context of the node: within a test host that is the one queue of all work.
            await task.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            await EndAsync(stopsClock);
        }

        await task;
    }

    /// <inheritdoc cref="WaitAsync(Task, bool)"/>
    public async Task<T> WaitAsync<T>(Task<T> task, bool stopsClock)
    {
        await WaitAsync((Task)task, stopsClock);
        return await task;
    }

    /// <summary>Begins a wait: the slot is given back.</summary>
    public void Begin(bool stopsClock)
    {
        lock (this)
        {
            waits++;
            if (stopsClock && stopsOfClock++ == 0)
                PauseClock();
            Attempt.GiveSlotBack();
        }
    }

    /// <summary>
    /// Ends a wait; completes when the attempt has its slot again. It goes on without one while it waits for something else as
    /// well, and where it was asked to stop: then nothing is to keep it from ending.
    /// </summary>
    public async Task EndAsync(bool stopsClock)
    {
        await ComeBackAsync();
        if (!stopsClock)
            return;
        // Nor does the clock run while the attempt waits for its slot.
        lock (this)
        {
            if (--stopsOfClock == 0)
                Attempt.ResumeClock();
        }
    }

    /// <summary>
    /// The attempt has been asked to stop: who still waits for a slot goes on without. A stop of the host waits for attempts that
    /// hold slots, so there it takes one beyond the limit, if what it waits for ends by the stop.
    /// </summary>
    public void OnSignal(StopCause why)
    {
        Resumption? waiting;
        lock (this)
        {
            waiting = resuming;
            if (why is StopCause.HostStopping && Attempt.IsExecuting && (waiting is not null || stopsOfClock > 0))
            {
                foreach (var gate in Attempt.NodeInfo.Gates)
                    gate.EnterBeyondLimit();
                if (!Attempt.TakeSlot())
                    LocalExecutor.Release(Attempt.NodeInfo);
            }
        }

        waiting?.Release();
    }

    /// <summary>Makes the attempt's clock stand still.</summary>
    protected abstract void PauseClock();

    private Task ComeBackAsync()
    {
        Resumption resumption;
        lock (this)
        {
            if (--waits > 0 || Attempt.Cause is not StopCause.None || !Attempt.IsExecuting)
                return Task.CompletedTask;
            // One that it needed for an earlier wait may still be on its way.
            if (resuming is not null)
                return resuming.Task;
            resumption = resuming = new Resumption(this, Attempt);
        }

        Attempt.Run.Agent.Host.Executor.Schedule(resumption);
        return resumption.Task;
    }

    private void OnSlot(Resumption resumption)
    {
        lock (this)
        {
            resuming = null;
            // Meanwhile it may wait again, or may have ended.
            if (waits > 0 || !Attempt.TakeSlot())
                LocalExecutor.Release(Attempt.NodeInfo);
        }

        resumption.Release();
    }

    /// <summary>The way back to a slot.</summary>
    private sealed class Resumption(Parking parking, InvocationAttempt attempt) : ISlotSeeker
    {
        private readonly TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Run Run => attempt.Run;

        public NodeInfo NodeInfo => attempt.NodeInfo;

        public int GatesPassed { get; set; }

        public Task Task => source.Task;

        public void Execute() => parking.OnSlot(this);

        public void Release() => source.TrySetResult();
    }
}

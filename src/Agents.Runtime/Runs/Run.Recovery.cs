namespace Agents.Runtime;

/// <content>How a run comes back from its journal, and goes on.</content>
internal abstract partial class Run
{
    private static readonly FailureInfo Interruption = new()
    {
        Code = FailureCodes.Interrupted,
        Message = $"{RunPlan.MaxInterruptions} attempts in a row were cut off: the process ended while they executed.",
    };

    /// <summary>Why the run does not go on, though it has not ended; null, the usual, when it does.</summary>
    public string? Parked
    {
        get => ExtrasIfAny?.Parked;
        set => Extras.Parked = value;
    }

    /// <summary>Makes the run one that comes back: call <see cref="Restore"/> for each event, and then <see cref="Resume"/>.</summary>
    public void BeginRestoring(StoredStart start)
    {
        Storage!.IsRestoring = true;
        Storage.IsShown = true;
        if (start.Fingerprint != Agent.Fingerprint)
            Extras.Fingerprint = start.Fingerprint;
        if (start.ReservedOrdinals == 0)
            return;
        State.ReserveOrdinals(start.ReservedOrdinals);
        Storage.LastOrdinal = start.ReservedOrdinals;
    }

    /// <summary>Takes an event from the journal into the state and the views. Nothing follows from it yet.</summary>
    public void Restore(in LogEvent logEvent)
    {
        lock (Gate)
        {
            if (logEvent is { Kind: EventKind.RunStarted, Payload: IRunStart { Origin: { } origin } })
                Origin = origin;
            var effects = default(Effects);
            Decide(logEvent, ref effects);
            OnRecorded(logEvent, ref effects);
            if (effects.RareIfAny?.Retry is { Attempt: { } next, DelayTicks: var delay })
                (Storage!.Due ??= [])[logEvent.Invocation] = (next, logEvent.Ticks + delay);
        }
    }

    /// <summary>The children that a fork has taken over from the run that it was forked from, and does not know yet.</summary>
    public IReadOnlyList<ChildStart> GetUnlinkedChildren()
    {
        lock (Gate)
            return [.. State.Children.Select(static child => child.Start).Where(static start => start.Run is null)];
    }

    /// <summary>Counts a child that has come back.</summary>
    public void LinkChild(Run child)
    {
        lock (Gate)
        {
            if (State.FindChild(child.Id) is not { } started)
                return;
            started.Run = child;
            Interlocked.Increment(ref Root.unfinished);
        }
    }

    /// <summary>Lets a run go on that has come back: what was cut off is interrupted, what is due is done, what waits waits on.</summary>
    public void Resume()
    {
        List<int> cutOff = [];
        List<InvocationAttempt> ready = [];
        List<ScopeWatch> open;
        List<RecordedQuestion> asked;
        lock (Gate)
        {
            if (End is not null || Storage is null)
                return;
            Storage.IsRestoring = false;
            for (var ordinal = 1; ordinal <= State.LastOrdinal; ordinal++)
            {
                switch (State[ordinal])
                {
                    case { Status: InvocationStatus.Executing }:
                        cutOff.Add(ordinal);
                        break;
                    case { Status: InvocationStatus.Pending, Attempt: 0, Input: InvocationAttempt first }:
                        ready.Add(first);
                        break;
                    case { Status: InvocationStatus.Pending } pending when Storage.Due?.Remove(ordinal, out var due) is true && pending.Interruptions == 0:
                        StartRetry(due.Attempt, due.Ticks - Now);
                        break;
                    case { Status: InvocationStatus.Pending }:
                        OnInterrupted(ordinal);
                        break;
                }
            }

            Storage.Due = null;
            open = [.. (ExtrasIfAny?.Watches ?? []).OfType<ScopeWatch>()];
            asked = questions?.GetOpen() ?? [];
        }

        StartTimeout();
        foreach (var question in asked)
            StartExpiry(question);
        foreach (var ordinal in cutOff)
            Interrupt(ordinal);
        foreach (var watch in open)
            watch.Signal();
        foreach (var attempt in ready)
            Agent.Host.Executor.Schedule(attempt);
    }

    private void Interrupt(int ordinal)
    {
        InvocationAttempt attempt;
        lock (Gate)
            attempt = (InvocationAttempt)State[ordinal].Input;
        attempt.FenceOff(Fence.Superseded);
        Interrupt(attempt, new AttemptFailure(Interruption, null)).Run(this);
    }

    /// <summary>
    /// An attempt was cut off: the next one takes its place, at once or, where questions of the invocation are open, when one of them
    /// is answered or expires. Under the lock.
    /// </summary>
    private void OnInterrupted(int ordinal)
    {
        if (Agent.Host.IsStopping || Storage is null or { IsRestoring: true })
            return;
        if (AskedBy(ordinal).Any(static question => question.Status is QuestionStatus.Open))
            (Storage.Dormant ??= []).Add(ordinal);
        else
            ScheduleNext(ordinal);
    }

    /// <summary>Has the next attempt of an invocation begin. Under the lock.</summary>
    private void ScheduleNext(int ordinal) =>
        StartRetry(((InvocationAttempt)State[ordinal].Input).MakeNext(), 0);
}

namespace Agents.Runtime;

/// <content>What a run takes over from another, and gives to others.</content>
internal abstract partial class Run
{
    /// <summary>Where the run was forked from; null for a run that is no fork.</summary>
    public ForkOrigin? Origin
    {
        get => ExtrasIfAny?.Origin;
        private set => Extras.Origin = value;
    }

    /// <summary>The run as it is recorded now.</summary>
    public RunSnapshot TakeSnapshot()
    {
        lock (Gate)
        {
            var entries = log.ToArray();
            return new RunSnapshot(this, entries, State.Position == log.Position ? State.CopyInvocations() : Fold(entries).CopyInvocations());
        }
    }

    /// <summary>What recorded events lead to, without those that are only decided.</summary>
    private RunState Fold(LogExtent[] entries)
    {
        var folded = new RunState(Plan);
        if (Origin is not null)
            folded.ReserveOrdinals(State.ReservedOrdinals);
        foreach (var entry in entries)
        {
            for (var position = entry.Event.Position; position < entry.End; position++)
                new Sequencer(ref folded).Apply(entry[position]);
        }

        return folded;
    }

    public void AddFork(RunId fork)
    {
        lock (Gate)
            (Extras.Forks ??= []).Add(fork);
    }

    /// <summary>The forks that the host still keeps. Under the lock.</summary>
    private IReadOnlyList<RunId> GetKeptForks() =>
        ExtrasIfAny?.Forks is not { } forks ? [] : [.. forks.Distinct().Where(fork => Agent.Host.Runs.Find(fork)?.Origin?.Run == Id)];

    /// <summary>Starts as a fork, with all that it takes over: recorded as one. Gives what follows from it.</summary>
    public Effects StartFork(TakeOver takeOver)
    {
        lock (Gate)
        {
            var recorder = Agent.Host.Stored?.Recorder;
            if (recorder is not null)
                StoredRecorder.BeginStaging(this);
            Origin = takeOver.MakeOrigin();
            State.ReserveOrdinals(takeOver.LastOrdinal);
            if (Storage is not null)
                Storage.LastOrdinal = takeOver.LastOrdinal;
            Start(takeOver.MakeEntry(this), Now);
            takeOver.Record(this);
            var events = default(EventBatch);
            Sequencer.ConcludeTakeOver(Now, ref events);
            var after = default(Effects);
            Record(ref events, ref after);
            recorder?.CommitStaged(this);
            return after;
        }
    }

    /// <summary>Starts in the place of another run, of which it takes nothing over. Under the lock.</summary>
    public Effects StartAfter(RunId old, InvocationAttempt entry)
    {
        Origin = new ForkOrigin(old, []);
        return Start(entry, Now);
    }

    /// <summary>Executes what runs anew, and looks whether open scopes are finished by what was taken over.</summary>
    public void ScheduleTakenOver()
    {
        List<InvocationAttempt> pending = [];
        List<ScopeWatch> open = [];
        lock (Gate)
        {
            for (var ordinal = 1; ordinal <= State.LastOrdinal; ordinal++)
            {
                if (State[ordinal] is { Status: InvocationStatus.Pending, Attempt: 0, Input: InvocationAttempt attempt })
                    pending.Add(attempt);
            }

            open.AddRange((ExtrasIfAny?.Watches ?? []).OfType<ScopeWatch>());
        }

        foreach (var watch in open)
            watch.Signal();
        foreach (var attempt in pending)
            Agent.Host.Executor.Schedule(attempt);
    }

    /// <summary>Records an event that is taken over. Under the lock.</summary>
    public void TakeOver(in LogEvent original, object? payload, int argument)
    {
        var events = default(EventBatch);
        Sequencer.TakeOver(original, payload, argument, Now, ref events);
        // What follows, the fork looks for when it has taken over all.
        var effects = default(Effects);
        Record(ref events, ref effects);
    }
}

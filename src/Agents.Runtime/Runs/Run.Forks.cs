namespace Agents.Runtime;

/// <content>What a run takes over from another, and gives to others.</content>
internal abstract partial class Run
{
    private List<RunId>? forks;

    /// <summary>Where the run was forked from; null for a run that is no fork.</summary>
    public ForkOrigin? Origin { get; private set; }

    public RunOptions? Options => options;

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
        var fold = new Sequencer(Plan);
        if (Origin is not null)
            fold.State.ReserveOrdinals(State.ReservedOrdinals);
        foreach (var (logEvent, _) in entries)
            fold.Apply(logEvent);
        return fold.State;
    }

    public void AddFork(RunId fork)
    {
        lock (Gate)
            (forks ??= []).Add(fork);
    }

    /// <summary>The forks that the host still keeps. Under the lock.</summary>
    private IReadOnlyList<RunId> GetKeptForks() =>
        forks is null ? [] : [.. forks.Distinct().Where(fork => Agent.Host.Runs.Find(fork)?.Origin?.Run == Id)];

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
            lastOrdinal = takeOver.LastOrdinal;
            Start(takeOver.MakeEntry(this));
            takeOver.Record(this);
            effects = default;
            var events = default(EventBatch);
            sequencer.ConcludeTakeOver(Now, ref events);
            var after = Record(ref events);
            recorder?.CommitStaged(this);
            return after;
        }
    }

    /// <summary>Starts in the place of another run, of which it takes nothing over.</summary>
    public Effects StartAfter(RunId old, InvocationAttempt entry)
    {
        lock (Gate)
        {
            Origin = new ForkOrigin(old, []);
            return Start(entry);
        }
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

            open.AddRange((watches ?? []).OfType<ScopeWatch>());
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
        sequencer.TakeOver(original, payload, argument, Now, ref events);
        Record(ref events);
    }
}

namespace Agents.Runtime;

/// <content>What a run takes over from another, and gives to others.</content>
internal abstract partial class Run
{
    private List<RunId>? forks;

    /// <summary>Where the run was forked from; null for a run that is no fork.</summary>
    public ForkOrigin? Origin { get; private set; }

    public RunOptions? Options => options;

    /// <summary>The run as it is now.</summary>
    public RunSnapshot TakeSnapshot()
    {
        lock (Gate)
            return new RunSnapshot(this, log.ToArray(), State.CopyInvocations());
    }

    public void AddFork(RunId fork)
    {
        lock (Gate)
            (forks ??= []).Add(fork);
    }

    /// <summary>The forks that the host still keeps. Under the lock.</summary>
    private IReadOnlyList<RunId> GetKeptForks() =>
        forks is null ? [] : [.. forks.Distinct().Where(fork => Agent.Host.Runs.Find(fork)?.Origin?.Run == Id)];

    /// <summary>Starts as a fork, with all that it takes over. Nothing of it has effects yet.</summary>
    public void StartFork(TakeOver takeOver)
    {
        lock (Gate)
        {
            Origin = new ForkOrigin(takeOver.Source.Id, takeOver.Changes);
            State.ReserveOrdinals(takeOver.LastOrdinal);
            lastOrdinal = takeOver.LastOrdinal;
            Start(takeOver.MakeEntry(this));
            takeOver.Record(this);
            effects = default;
        }
    }

    /// <summary>Lets a fork go on from what it has taken over, now that others know it.</summary>
    public Effects ContinueFork()
    {
        lock (Gate)
        {
            var events = default(EventBatch);
            sequencer.ConcludeTakeOver(Now, ref events);
            return Record(ref events);
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

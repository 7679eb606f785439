namespace Agents.Testing;

/// <summary>Who waits for the host, and what happens when nothing is ready.</summary>
internal sealed partial class HostQueue
{
    private static readonly TimeSpan PatienceForRest = TimeSpan.FromSeconds(1);

    private readonly AgentTestHostOptions options;
    private readonly Timer patience;
    private readonly List<Wait> waiting = [];
    private int holds;
    private bool isStuck;

    /// <summary>Tells what the host's runs are about, for who waits in vain.</summary>
    public Func<string>? Describe { get; set; }

    /// <summary>Has code executed in the host; completes when it is done and nothing else is ready.</summary>
    public async Task RunAsync(Func<Task> body)
    {
        var wait = new BodyWait();
        var context = ExecutionContext.Capture();
        var start = new Posted(this, _ => StartIn(context), null);
        await Begin(wait, start).ConfigureAwait(false);

        void StartIn(ExecutionContext? flow)
        {
            if (flow is null)
                Start(null);
            else
                ExecutionContext.Run(flow, Start, null);
        }

        void Start(object? state) => _ = wait.ExecuteAsync(body);
    }

    /// <summary>Stops what runs in the host, and lets it end as far as it does so by itself.</summary>
    public async Task RunToStopAsync(Action stop)
    {
        if (isStuck || IsCurrent)
            stop();
        else
            await RunAsync(StopAsync).ConfigureAwait(false);

        Task StopAsync()
        {
            stop();
            return Task.CompletedTask;
        }
    }

    /// <summary>Lets time pass to a point, and all that is due up to there happen.</summary>
    public Task AdvanceAsync(TimeSpan span) => Begin(new AdvanceWait(Time.GetTimestamp() + span.Ticks));

    /// <summary>Completes when nothing is ready, and nothing is due any more or all is done.</summary>
    public Task WhenAtRestAsync(Func<bool>? isDone = null) => Begin(new RestWait(isDone));

    /// <summary>Keeps time from passing by itself.</summary>
    public void Hold()
    {
        lock (sync)
            holds++;
    }

    public void Release()
    {
        lock (sync)
        {
            holds--;
            WakePump();
        }
    }

    private Task Begin(Wait wait, IThreadPoolWorkItem? start = null)
    {
        lock (sync)
        {
            if (isStuck)
                return Task.FromException(new AgentTestStuckException("The host has been given up before: see the first failure of this test."));
            steps = 0;
            waiting.Add(wait);
            if (start is not null)
                ready.Add(start);
            WakePump();
        }

        return wait.Task;
    }

    /// <summary>Nothing is ready. Tells whether something is now; if not, the pump has stopped, or has asked for another turn.</summary>
    private bool GoOn()
    {
        if (isStuck)
        {
            isPumping = false;
            return false;
        }

        if (turns++ < TurnsOfThePool)
        {
            ThreadPool.UnsafeQueueUserWorkItem(pump, preferLocal: false);
            return false;
        }

        turns = 0;
        var next = Time.UntilNext();
        if (waiting.RemoveAll(wait => wait.TryEnd(next, Time.GetTimestamp())) > 0)
            return true;
        if (StepOf(next) is { } step)
        {
            Time.Advance(step);
            return true;
        }

        isPumping = false;
        if (waiting.Count > 0)
            patience.Change(PatienceOfAll, Timeout.InfiniteTimeSpan);
        return false;
    }

    /// <summary>How far time passes now; null if it stands still.</summary>
    private TimeSpan? StepOf(TimeSpan? next)
    {
        var explicitly = waiting.OfType<AdvanceWait>().Select(wait => TimeSpan.FromTicks(wait.Until - Time.GetTimestamp()));
        if (options.AutoAdvance && holds == 0 && waiting.Count > 0 && next is not null)
            explicitly = explicitly.Append(next.Value);
        var nearest = explicitly.DefaultIfEmpty(Timeout.InfiniteTimeSpan).Min();
        if (nearest < TimeSpan.Zero)
            return null;
        return next < nearest ? next : nearest;
    }

    /// <summary>Who only waits for rest needs no more of it than a continuation takes that is on its way.</summary>
    private TimeSpan PatienceOfAll =>
        waiting.TrueForAll(static wait => wait is RestWait) && options.Patience > PatienceForRest ? PatienceForRest : options.Patience;

    private void OnPatienceOver()
    {
        lock (sync)
        {
            if (isPumping || isClosed)
                return;
            waiting.RemoveAll(static wait =>
            {
                (wait as RestWait)?.EndAnyway();
                return wait is RestWait;
            });
            if (waiting.Count > 0)
                GiveUp(Deadlock());
        }
    }

    private void GiveUp(string why)
    {
        isStuck = true;
        var given = waiting.ToArray();
        waiting.Clear();
        // Outside the lock, for the text looks into the runs.
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                var exception = new AgentTestStuckException(why + Describe?.Invoke());
                foreach (var wait in given)
                    wait.Fail(exception);
            },
            null);
    }

    private string NoRest() =>
        $"The host does not come to rest: {options.MaxSteps:N0} steps were taken since the test began to wait, and there is always " +
        "more to do. Look for a loop that never ends, or raise AgentTestHostOptions.MaxSteps.";

    private string Deadlock()
    {
        var time = Time.UntilNext() switch
        {
            null => "no timer is set",
            { } next when holds > 0 => $"time is held; the next timer is due in {next}",
            { } next => $"time does not pass by itself; the next timer is due in {next}: call AdvanceAsync",
        };
        return $"The host waits in vain: nothing is ready to run, nothing came for {options.Patience}, and {time}. " +
            "Somebody awaits what nobody will complete.";
    }
}

namespace Agents.Runtime;

/// <summary>
/// Calls back once, at its time, however far that lies ahead: the timers of the framework end at 49 days.
/// </summary>
internal sealed class DueTimer
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly TimeProvider provider;
    private readonly Action elapsed;
    private readonly ITimer timer;
    private long started;
    private TimeSpan due;

    /// <summary>Makes a timer that has yet to be started: its owner can keep it before it can elapse.</summary>
    public DueTimer(TimeProvider provider, Action elapsed)
    {
        this.provider = provider;
        this.elapsed = elapsed;
        timer = CreateWithoutContext(
            provider, static state => ((DueTimer)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Makes a timer that neither runs in the context of whoever happens to make it, nor keeps that alive.</summary>
    public static ITimer CreateWithoutContext(
        TimeProvider provider, TimerCallback callback, object? state, TimeSpan due, TimeSpan period)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return provider.CreateTimer(callback, state, due, period);
        using (ExecutionContext.SuppressFlow())
            return provider.CreateTimer(callback, state, due, period);
    }

    public void Start(TimeSpan after)
    {
        started = provider.GetTimestamp();
        due = after > TimeSpan.Zero ? after : TimeSpan.Zero;
        timer.Change(due < Longest ? due : Longest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long it still runs.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = due - provider.GetElapsedTime(started);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Ends it for good.</summary>
    public void Stop() => timer.Dispose();

    private void Tick()
    {
        // Only a wait that had to be cut is looked at again: a timer may well be a little early by another clock.
        var left = due > Longest ? due - provider.GetElapsedTime(started) : TimeSpan.Zero;
        if (left > TimeSpan.Zero)
            timer.Change(left < Longest ? left : Longest, Timeout.InfiniteTimeSpan);
        else
            elapsed();
    }
}

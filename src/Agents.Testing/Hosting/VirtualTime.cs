using Agents.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace Agents.Testing;

/// <summary>
/// The clock of a test host. It knows what is due next; what is due, it hands out to be run like any other work. All times
/// of timers are kept here; the base class is the clock alone.
/// </summary>
/// <param name="changed">Told that a timer was set.</param>
internal sealed class VirtualTime(Action changed) : FakeTimeProvider
{
    private readonly Action changed = changed;
    private readonly Lock sync = new();
    private readonly PriorityQueue<(Timer Timer, int Version), (long Due, int Order)> due = new();
    private int armed;
    private int order;

    /// <summary>How many timers are set that somebody may wait for.</summary>
    public int Armed
    {
        get
        {
            lock (sync)
                return armed;
        }
    }

    /// <summary>How long it is to the next timer that somebody may wait for; null if there is none.</summary>
    public TimeSpan? UntilNext()
    {
        lock (sync)
        {
            if (armed == 0 || !PeekDue(out var ticks))
                return null;
            var left = ticks - GetTimestamp();
            return TimeSpan.FromTicks(Math.Max(left, 0));
        }
    }

    /// <summary>Moves what is due now to the work that is ready.</summary>
    public void TakeDue(List<IThreadPoolWorkItem> ready)
    {
        lock (sync)
        {
            while (PeekDue(out var ticks) && ticks <= GetTimestamp())
            {
                var (timer, version) = due.Dequeue();
                ready.Add(new Tick(timer, version));
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        // What the runtime does to keep house is nothing that anybody waits for.
        var timer = new Timer(this, callback, state, isBackground: state is RunRegistry or StoredRuns);
        timer.Change(dueTime, period);
        return timer;
    }

    private bool PeekDue(out long ticks)
    {
        while (due.TryPeek(out var entry, out var priority))
        {
            ticks = priority.Due;
            if (entry.Timer.Version == entry.Version)
                return true;
            due.Dequeue();
        }

        ticks = 0;
        return false;
    }

    /// <summary>A timer that has come due: it calls back unless it was changed meanwhile.</summary>
    private sealed class Tick(Timer timer, int version) : IThreadPoolWorkItem
    {
        public void Execute() => timer.Elapse(version);
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state, bool isBackground) : ITimer
    {
        private readonly ExecutionContext? context = ExecutionContext.Capture();
        private TimeSpan period = Timeout.InfiniteTimeSpan;
        private bool isArmed;
        private bool isDisposed;

        public int Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (time.sync)
            {
                if (isDisposed)
                    return false;
                period = newPeriod;
                Arm(dueTime);
            }

            time.changed();
            return true;
        }

        public void Elapse(int version)
        {
            lock (time.sync)
            {
                if (version != Version)
                    return;
                Arm(period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan);
            }

            if (context is null)
                callback(state);
            else
                ExecutionContext.Run(context, static timer => ((Timer)timer!).Call(), this);
        }

        public void Dispose()
        {
            lock (time.sync)
            {
                isDisposed = true;
                Arm(Timeout.InfiniteTimeSpan);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Call() => callback(state);

        private void Arm(TimeSpan dueTime)
        {
            Version++;
            if (isArmed && !isBackground)
                time.armed--;
            isArmed = dueTime >= TimeSpan.Zero;
            if (!isArmed)
                return;
            if (!isBackground)
                time.armed++;
            time.due.Enqueue((this, Version), (time.GetTimestamp() + dueTime.Ticks, time.order++));
        }
    }
}

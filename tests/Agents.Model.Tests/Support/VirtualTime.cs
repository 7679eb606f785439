namespace Agents.Model.Tests;

/// <summary>
/// A clock that stands until it is advanced. Unlike the usual fake one it has called back all that was due when
/// <see cref="Advance"/> returns, whatever other threads do to their timers meanwhile.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock sync = new();
    private readonly PriorityQueue<(Timer Timer, int Version), (long Due, long Number)> queue = new();
    private long now = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
    private long started;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref now), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        long until;
        lock (sync)
            until = now + by.Ticks;
        while (true)
        {
            Timer timer;
            lock (sync)
            {
                if (!queue.TryPeek(out var next, out var key) || key.Due > until)
                {
                    now = Math.Max(now, until);
                    return;
                }

                queue.Dequeue();
                if (next.Version != next.Timer.Version)
                    continue;
                now = Math.Max(now, key.Due);
                timer = next.Timer;
                timer.Rearm();
            }

            timer.Call();
        }
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period = Timeout.InfiniteTimeSpan;

        /// <summary>Counts the changes: what was queued before the last one does not count.</summary>
        public int Version { get; private set; }

        public void Call() => callback(state);

        public void Rearm() => Enqueue(period);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.sync)
            {
                this.period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
                Enqueue(dueTime);
                if (dueTime == TimeSpan.Zero)
                    ThreadPool.UnsafeQueueUserWorkItem(static it => it.Advance(TimeSpan.Zero), time, preferLocal: false);
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Enqueue(TimeSpan due)
        {
            Version++;
            if (due != Timeout.InfiniteTimeSpan)
                time.queue.Enqueue((this, Version), (time.now + due.Ticks, time.started++));
        }
    }
}

using Microsoft.Extensions.Time.Testing;

namespace Agents.Runtime.Tests;

/// <summary>Time that passes only when a test says so, and that tells when somebody begins to wait for it.</summary>
internal sealed class VirtualTime : FakeTimeProvider
{
    private readonly Lock sync = new();
    private readonly List<TimeSpan> armed = [];
    private readonly List<(Func<TimeSpan, bool> Wanted, TaskCompletionSource<TimeSpan> Found)> waiting = [];

    /// <summary>What is done when the time is asked for next, on the thread that asks.</summary>
    public Action? OnceAsked { get; set; }

    public override long GetTimestamp()
    {
        var act = OnceAsked;
        OnceAsked = null;
        act?.Invoke();
        return base.GetTimestamp();
    }

    /// <summary>Waits until a timer that fits is set; each is given once.</summary>
    public Task<TimeSpan> TimerAsync(Func<TimeSpan, bool> wanted)
    {
        lock (sync)
        {
            var index = armed.FindIndex(due => wanted(due));
            if (index >= 0)
            {
                var due = armed[index];
                armed.RemoveAt(index);
                return Task.FromResult(due);
            }

            var found = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((wanted, found));
            return found.Task.Soon("a timer to be set");
        }
    }

    /// <summary>Waits until a timer of this length is set, and lets that time pass.</summary>
    public async Task PassAsync(TimeSpan due)
    {
        await TimerAsync(set => set == due);
        Advance(due);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, base.CreateTimer(callback, state, dueTime, period));
        OnArmed(dueTime);
        return timer;
    }

    private void OnArmed(TimeSpan due)
    {
        if (due == Timeout.InfiniteTimeSpan)
            return;
        lock (sync)
        {
            var index = waiting.FindIndex(waiter => waiter.Wanted(due));
            if (index < 0)
            {
                armed.Add(due);
                return;
            }

            waiting[index].Found.SetResult(due);
            waiting.RemoveAt(index);
        }
    }

    private sealed class Timer(VirtualTime time, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = inner.Change(dueTime, period);
            time.OnArmed(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

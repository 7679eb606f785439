using Agents.Runtime;

namespace Agents.Testing;

/// <summary>Waits however long: <see cref="Task.Delay(TimeSpan)"/> ends at 49 days.</summary>
internal static class LongDelay
{
    public static async Task WaitAsync(TimeSpan delay, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        // What follows goes on where the timer elapses: within a host, on its queue.
        var over = new TaskCompletionSource();
        var timer = new DueTimer(timeProvider, () => over.TrySetResult());
        timer.Start(delay);
        try
        {
            await over.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            timer.Stop();
        }
    }
}

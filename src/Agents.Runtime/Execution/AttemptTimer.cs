namespace Agents.Runtime;

/// <summary>
/// The one timer of an attempt: its clock, which stands still while people are waited for, or in place of that the grace time after
/// it was asked to stop. Guarded by the lock of its owner.
/// </summary>
internal sealed class AttemptTimer(InvocationAttempt attempt)
{
    private DueTimer? timer;
    private TimeSpan? clockLeft;
    private bool isClock;

    /// <summary>Starts the clock, unless the grace time runs.</summary>
    public void StartClock(TimeSpan due, Action<InvocationAttempt> elapsed)
    {
        if (timer is null)
            Start(due, elapsed, asClock: true);
    }

    public void StartGrace(TimeSpan due, Action<InvocationAttempt> elapsed)
    {
        clockLeft = null;
        Start(due, elapsed, asClock: false);
    }

    /// <summary>Makes the clock stand still.</summary>
    public void Pause()
    {
        if (!isClock)
            return;
        clockLeft = timer!.Left;
        Stop();
    }

    /// <summary>Lets the clock go on, if it stands still.</summary>
    public void Resume(Action<InvocationAttempt> elapsed)
    {
        if (timer is not null || clockLeft is not { } left)
            return;
        clockLeft = null;
        Start(left, elapsed, asClock: true);
    }

    public void Stop()
    {
        timer?.Stop();
        timer = null;
        isClock = false;
    }

    private void Start(TimeSpan due, Action<InvocationAttempt> elapsed, bool asClock)
    {
        timer?.Stop();
        timer = new DueTimer(attempt.TimeProvider, () => elapsed(attempt));
        isClock = asClock;
        timer.Start(due);
    }
}

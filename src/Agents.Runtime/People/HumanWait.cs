namespace Agents.Runtime;

/// <summary>
/// An attempt's wait for the end of a question; it also ends when the attempt is to stop. One object for all of it, because runs
/// that wait for people may be many, and wait for long.
/// </summary>
internal abstract class HumanWait(InvocationAttempt attempt, RecordedQuestion question) : IThreadPoolWorkItem
{
    private const int Beginning = 0;
    private const int Waiting = 1;
    private const int Ended = 2;

    private CancellationTokenRegistration registration;
    private int state;

    public InvocationAttempt Attempt { get; } = attempt;

    public RecordedQuestion Question { get; } = question;

    /// <summary>The next wait of the same list. Guarded by the run's lock.</summary>
    public HumanWait? Next { get; set; }

    /// <summary>Ends this wait and those that are linked behind it.</summary>
    public static void EndAll(HumanWait? first)
    {
        for (var wait = first; wait is not null; wait = wait.Next)
        {
            // If it has not begun to wait yet, it will not.
            if (Interlocked.Exchange(ref wait.state, Ended) == Waiting)
                wait.Queue();
        }
    }

    /// <summary>Gives the slot back until the wait ends. The question knows of the wait already.</summary>
    protected void Begin(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref state) == Ended)
        {
            Finish();
            return;
        }

        Attempt.Extras.Begin(stopsClock: true);
        // Its own token fires only when the attempt is to stop, and that ends the wait by itself.
        if (!Attempt.IsOwnToken(cancellationToken))
            registration = cancellationToken.UnsafeRegister(static state => ((HumanWait)state!).Withdraw(), this);
        if (Interlocked.CompareExchange(ref state, Waiting, Beginning) == Ended)
            Queue();
    }

    /// <summary>Tells who asked how it ended.</summary>
    protected abstract void Conclude();

    void IThreadPoolWorkItem.Execute()
    {
        Attempt.Run.Agent.Host.Executor.EnterContext();
        var back = Attempt.Extras.EndAsync(stopsClock: true);
        if (back.IsCompleted)
            Finish();
        else
            back.GetAwaiter().OnCompleted(Finish);
    }

    private void Queue() => Attempt.Run.Agent.Host.Executor.Queue(this);

    private void Withdraw() => Attempt.Run.Withdraw(this);

    private void Finish()
    {
        registration.Dispose();
        Conclude();
    }
}

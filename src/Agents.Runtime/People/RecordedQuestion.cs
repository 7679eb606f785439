using System.Runtime.CompilerServices;

namespace Agents.Runtime;

/// <summary>A question of a run with what became of it, as far as that is recorded. Changed under the run's lock.</summary>
internal sealed class RecordedQuestion(in LogEvent asked)
{
    private volatile QuestionStatus status;
    private StrongBox<LogEvent>? closed;
    private HumanWait? waits;
    private DueTimer? timer;

    /// <summary>The invocation that asked it first.</summary>
    public int Invocation { get; } = asked.Invocation;

    /// <summary>When it was asked, UTC.</summary>
    public long Ticks { get; } = asked.Ticks;

    public int Number { get; } = asked.Argument;

    public HumanQuestion Question { get; } = (HumanQuestion)asked.Payload!;

    /// <summary>The event it was closed with. May be read by whoever saw that it is not open any more.</summary>
    public ref readonly LogEvent Closed => ref closed!.Value;

    /// <summary>May be read without the lock.</summary>
    public QuestionStatus Status => status;

    /// <summary>The last attempt that asked it. An attempt that asks an equal question once more means another.</summary>
    public int AskedBy { get; set; } = asked.Attempt;

    /// <summary>Starts the timer of its expiry.</summary>
    public void StartTimer(DueTimer expiry, TimeSpan after)
    {
        timer = expiry;
        timer.Start(after);
    }

    public void AddWait(HumanWait wait)
    {
        wait.Next = waits;
        waits = wait;
    }

    /// <summary>Closes it; all who wait for it are moved to those that are to be told.</summary>
    public void Close(in LogEvent logEvent, ref HumanWait? told)
    {
        closed = new StrongBox<LogEvent>(logEvent);
        status = Sequencer.QuestionStatusAfter(logEvent.Kind);
        StopTimer();
        TakeWaits(null, ref told);
    }

    public void StopTimer()
    {
        timer?.Stop();
        timer = null;
    }

    /// <summary>Moves the waits of an attempt, or all, to those that are to be told.</summary>
    public void TakeWaits(InvocationAttempt? attempt, ref HumanWait? told)
    {
        HumanWait? left = null;
        while (waits is { } wait)
        {
            waits = wait.Next;
            ref var list = ref attempt is null || wait.Attempt == attempt ? ref told : ref left;
            wait.Next = list;
            list = wait;
        }

        waits = left;
    }
}

namespace Agents.Runtime;

/// <summary>An attempt's wait for the end of a question; it also ends when the attempt is to stop.</summary>
internal sealed class HumanWait(InvocationAttempt attempt, RecordedQuestion question, HumanWait? next)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public InvocationAttempt Attempt { get; } = attempt;

    public RecordedQuestion Question { get; } = question;

    /// <summary>The next wait of the same list. Guarded by the run's lock.</summary>
    public HumanWait? Next { get; set; } = next;

    /// <summary>Ends this wait and those that are linked behind it.</summary>
    public static void EndAll(HumanWait? first)
    {
        for (var wait = first; wait is not null; wait = wait.Next)
            wait.SetResult();
    }
}

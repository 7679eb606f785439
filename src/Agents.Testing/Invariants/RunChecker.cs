namespace Agents.Testing;

/// <summary>Follows the log of one run, and throws at the first event that cannot be.</summary>
internal sealed partial class RunChecker
{
    private RunEvent? last;
    private bool hasEnded;
    private bool hasResult;

    public RunChecker(IEnumerable<RunEvent> log)
    {
        // Only the end of a scope tells that an invocation opened one.
        starts = [.. log.OfType<RunEvent.ScopeClosed>().Select(static closed => closed.Invocation)];
    }

    public static AgentAssertionException Broken(RunEvent logged, string rule) => new(
        $"Event {logged.Position} of run {logged.Run} cannot be ({RunDescription.Of(logged).Trim()}): {rule}.");

    public void Check(RunEvent logged)
    {
        CheckOrder(logged);
        last = logged;
        if (logged is RunEvent.OfInvocation of)
            CheckKnown(of);
        switch (logged)
        {
            case RunEvent.RunStarted:
                Create(logged, new InvocationId(logged.Run, 1), node: null, scope: null);
                break;
            case RunEvent.AttemptStarted started:
                Begin(started);
                break;
            case RunEvent.Chunk chunk:
                TakeChunk(chunk);
                break;
            case RunEvent.AttemptFailed failed:
                EndAttempt(failed, failed.Attempt).RetryAt = failed.RetryAt;
                break;
            case RunEvent.AttemptInterrupted interrupted:
                EndAttempt(interrupted, interrupted.Attempt);
                break;
            case RunEvent.InvocationCompleted completed:
                Complete(completed);
                break;
            case RunEvent.InvocationFailed failed:
                End(failed);
                break;
            case RunEvent.InvocationCanceled canceled:
                End(canceled);
                break;
            case RunEvent.ScopeClosed closed:
                CloseScope(closed);
                break;
            case RunEvent.HumanAsked asked:
                Require(questions.TryAdd(asked.Request.Id, false), asked, "each question is asked once");
                break;
            case RunEvent.HumanAnswered answered:
                EndQuestion(answered, answered.Request);
                break;
            case RunEvent.HumanExpired expired:
                EndQuestion(expired, expired.Request);
                break;
            case RunEvent.HumanWithdrawn withdrawn:
                EndQuestion(withdrawn, withdrawn.Request);
                break;
            case RunEvent.ChildStarted child:
                Require(children.Add(child.Child), child, "each child is started once");
                break;
            case RunEvent.ResultGiven given:
                Require(!hasResult, given, "a run has one result at the most");
                Require(Of(given).HasCompleted, given, "a result is given by a completed invocation");
                hasResult = true;
                break;
            case RunEvent.RunCompleted or RunEvent.RunFailed or RunEvent.RunCanceled:
                CheckAllEnded(logged);
                CheckAllQuestionsEnded(logged);
                hasEnded = true;
                break;
        }
    }

    /// <summary>The log is over.</summary>
    public void CheckEnd()
    {
        if (!hasEnded)
            throw Broken(last!, "the last event of a log is the run's end, but nothing follows this one");
    }

    private void CheckOrder(RunEvent logged)
    {
        Require(!hasEnded, logged, "nothing comes after a run's end");
        Require(logged.Position == (last?.Position ?? 0) + 1, logged, $"its position is to be {(last?.Position ?? 0) + 1}");
        Require(last is null == logged is RunEvent.RunStarted, logged, "a log begins with RunStarted, and it comes once");
        Require(last is null || logged.Timestamp >= last.Timestamp, logged, $"the event before it is of {last?.Timestamp:O}, which is later");
    }

    private static void Require(bool holds, RunEvent logged, string rule)
    {
        if (!holds)
            throw Broken(logged, rule);
    }
}

namespace Agents.Runtime;

/// <summary>The kinds of events of a run's log. Numbers are never reused: a store will hold them.</summary>
internal enum EventKind : byte
{
    None = 0,
    RunStarted = 1,
    AttemptStarted = 2,
    Chunk = 3,
    AttemptFailed = 4,
    AttemptInterrupted = 5,
    InvocationCompleted = 6,
    InvocationFailed = 7,
    InvocationCanceled = 8,
    ResultGiven = 9,
    RunCompleted = 10,
    RunFailed = 11,
    RunCanceled = 12,

    // Reserved for the features that follow: 13 ScopeClosed, 14 HumanAsked, 15 HumanAnswered, 16 HumanExpired,
    // 17 HumanWithdrawn, 18 ChildStarted, 19 BudgetWarning, 20 Gap.
}

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

    ScopeClosed = 13,
    HumanAsked = 14,
    HumanAnswered = 15,
    HumanExpired = 16,
    HumanWithdrawn = 17,
    ChildStarted = 18,
    BudgetWarning = 19,

    // Reserved: 20 Gap.
}

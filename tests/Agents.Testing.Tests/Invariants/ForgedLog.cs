namespace Agents.Testing.Tests;

/// <summary>Writes logs by hand, right ones and wrong ones.</summary>
internal sealed class ForgedLog
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<RunEvent> events = [];
    private readonly Dictionary<RunId, long> positions = [];

    private static RunId First { get; } = new(1, 1);

    public RunId Run { get; set; } = First;

    public int Milliseconds { get; set; }

    public IReadOnlyList<RunEvent> Events => events;

    public static FailureInfo Failure { get; } = new() { Code = FailureCodes.Exception, Message = "broken" };

    public InvocationId Id(int ordinal) => new(Run, ordinal);

    public static EmittedInvocation To(int ordinal, string node = "Work") => new(new InvocationId(First, ordinal), node, []);

    /// <summary>Adds an event that is stamped with position, cursor and time.</summary>
    public ForgedLog Add(Func<Stamp, RunEvent> make, long? position = null)
    {
        var at = position ?? positions.GetValueOrDefault(Run) + 1;
        positions[Run] = at;
        events.Add(make(new Stamp(at, new Cursor(Run, at), Begin.AddMilliseconds(Milliseconds))));
        return this;
    }

    public ForgedLog Started(InvocationId? parent = null) => Add(stamp => new RunEvent.RunStarted
    {
        Position = stamp.Position,
        Cursor = stamp.Cursor,
        Timestamp = stamp.Time,
        Agent = "Forged",
        Fingerprint = "",
        Inputs = [],
        Options = null,
        Metadata = new Dictionary<string, string>(),
        Parent = parent,
    });

    public ForgedLog Completed() => Add(static stamp => new RunEvent.RunCompleted { Position = stamp.Position, Cursor = stamp.Cursor, Timestamp = stamp.Time });

    public ForgedLog Of(int ordinal, RunEvent.OfInvocation logged) =>
        Add(stamp => logged with { Invocation = Id(ordinal), Position = stamp.Position, Cursor = stamp.Cursor, Timestamp = stamp.Time });

    /// <summary>An invocation that begins and completes at once.</summary>
    public ForgedLog Done(int ordinal, int gathered = 0, params EmittedInvocation[] emitted) =>
        Attempt(ordinal, 1).Of(ordinal, new RunEvent.InvocationCompleted(1, emitted) { Gathered = gathered, Invocation = default, Node = NodeOf(ordinal), Position = 0, Cursor = default, Timestamp = default });

    public ForgedLog Attempt(int ordinal, int number) => Of(ordinal, new RunEvent.AttemptStarted(number)
    { Invocation = default, Node = NodeOf(ordinal), Position = 0, Cursor = default, Timestamp = default });

    public ForgedLog Chunk(int ordinal, int attempt, int index) => Of(ordinal, new RunEvent.Chunk(attempt, index, "x")
    { Invocation = default, Node = NodeOf(ordinal), Position = 0, Cursor = default, Timestamp = default });

    public ForgedLog Failed(int ordinal, int attempt, int? retryAt = null) => Of(
        ordinal,
        new RunEvent.AttemptFailed(attempt, Failure, retryAt is { } ms ? Begin.AddMilliseconds(ms) : null)
        { Invocation = default, Node = NodeOf(ordinal), Position = 0, Cursor = default, Timestamp = default });

    public ForgedLog Canceled(int ordinal) => Of(ordinal, new RunEvent.InvocationCanceled("reason")
    { Invocation = default, Node = NodeOf(ordinal), Position = 0, Cursor = default, Timestamp = default });

    public ForgedLog Result(int ordinal) => Of(ordinal, new RunEvent.ResultGiven(1)
    { Invocation = default, Node = NodeOf(ordinal), Position = 0, Cursor = default, Timestamp = default });

    public ForgedLog ScopeClosed(int start, int aggregate, int items, bool early = false) => Of(
        start,
        new RunEvent.ScopeClosed(Id(aggregate), "Combine", items, early)
        { Invocation = default, Node = NodeOf(start), Position = 0, Cursor = default, Timestamp = default });

    public ForgedLog Asked(int ordinal, int number) => Of(ordinal, new RunEvent.HumanAsked(new HumanRequest<string, string>
    {
        Id = new HumanRequestId(Run, number),
        Agent = "Forged",
        Node = NodeOf(ordinal),
        Invocation = Id(ordinal),
        Input = "approval",
        AskedAt = Begin,
        Question = "Is it?",
    })
    { Invocation = default, Node = NodeOf(ordinal), Position = 0, Cursor = default, Timestamp = default });

    public ForgedLog Answered(int ordinal, int number) => Of(ordinal, new RunEvent.HumanAnswered(new HumanRequestId(Run, number), "approval", "yes")
    { Invocation = default, Node = NodeOf(ordinal), Position = 0, Cursor = default, Timestamp = default });

    public ForgedLog Expired(int ordinal, int number) => Of(ordinal, new RunEvent.HumanExpired(new HumanRequestId(Run, number), "approval")
    { Invocation = default, Node = NodeOf(ordinal), Position = 0, Cursor = default, Timestamp = default });

    public ForgedLog Child(int ordinal, RunId child) => Of(ordinal, new RunEvent.ChildStarted(child, "Forged", null, 1)
    { Invocation = default, Node = NodeOf(ordinal), Position = 0, Cursor = default, Timestamp = default });

    private static string NodeOf(int ordinal) => ordinal == 1 ? "Start" : ordinal is 8 or 9 ? "Combine" : "Work";

    internal sealed record Stamp(long Position, Cursor Cursor, DateTimeOffset Time);
}

using Agents.Runtime;

namespace Agents.Model.Tests;

/// <summary>An input without a node behind it: the sequencer asks for no more.</summary>
internal sealed class TestEmission(int node, bool isItem = false) : IEmission
{
    public int NodeIndex { get; } = node;

    public bool IsItem => isItem;

    public IEmission? Next { get; set; }

    public EmissionTemplate ToTemplate() => throw new NotSupportedException();

    /// <summary>Invocations of nodes, with items before and between them.</summary>
    public static IEmission? Chain(int[] nodes, int items)
    {
        TestEmission? first = null;
        foreach (var node in nodes.Reverse())
        {
            first = new TestEmission(node) { Next = first };
            if (items-- > 0)
                first = new TestEmission(0, isItem: true) { Next = first };
        }

        while (items-- > 0)
            first = new TestEmission(0, isItem: true) { Next = first };
        return first;
    }
}

internal sealed class TestCompletion(int[] emits, bool hasResult = false, int items = 0, int? aggregate = null) : ICompletion
{
    public IEmission? FirstEmission { get; } = TestEmission.Chain(emits, items);

    public CompletionSummary Summary => new(emits.Length, items, hasResult, Aggregate is not null);

    public IEmission? Aggregate { get; } = aggregate is { } node ? new TestEmission(node) : null;
}

/// <summary>A sequencer with the log of its events: what a journal and a run are to it.</summary>
internal sealed class SequencedLog(RunPlan plan)
{
    public const long Origin = 1_000_000;

    private RunState state = new(plan);

    public Sequencer Sequencer => new(ref state);

    public ref RunState State => ref state;

    public List<LogEvent> Events { get; } = [];

    public static RunPlan Plan(int nodes = 2, int maxAttempts = 3, bool givesResult = true, int maxInvocations = 1000, double jitter = 0.5) => new(
        [.. Enumerable.Repeat(new AttemptPolicy(maxAttempts, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), jitter, null), nodes)],
        givesResult,
        maxInvocations);

    /// <summary>
    /// A plan of six nodes: 0 and 1 do no more than emit, 2 and 3 open scopes that 4 and 5 gather. What is left of the first
    /// kind of scopes is canceled at an early finish, of the second it drains.
    /// </summary>
    public static RunPlan ScopedPlan(int maxAttempts = 3, bool givesResult = true, int maxInvocations = 1000, double jitter = 0.5) =>
        Plan(6, maxAttempts, givesResult, maxInvocations, jitter) with
        {
            Scopes = [null, null, new ScopeRule(4, true, true, EarlyFinish.Cancel), new ScopeRule(5, false, true, EarlyFinish.Drain), null, null],
        };

    public static AttemptFailure Failure(bool isRetryable = true, double dice = 0) =>
        new(new FailureInfo { Code = FailureCodes.Exception, Message = "it failed" }, null) { IsRetryable = isRetryable, Dice = dice };

    /// <summary>Decides, and checks that deciding changes nothing; then applies.</summary>
    public (Verdict Verdict, List<LogEvent> Events) Submit(in Command command)
    {
        var before = Describe(State);
        var decided = Decide(command, out var verdict);
        if (Describe(State) != before)
            throw new ModelException($"Deciding {command} changed the state.");
        if (!decided.SequenceEqual(Decide(command, out var again), SameEvent.Instance) || again != verdict)
            throw new ModelException($"Deciding {command} twice gives two decisions.");
        if (verdict is Verdict.Accepted != decided.Count > 0)
            throw new ModelException($"{command} is {verdict} with {decided.Count} events.");
        foreach (var logged in decided)
        {
            Sequencer.Apply(logged);
            Events.Add(logged);
        }

        return (verdict, decided);
    }

    public (Verdict Verdict, List<EventKind> Kinds) Do(
        CommandKind kind, int invocation = 0, int attempt = 0, int index = 0, object? payload = null, long ticks = Origin)
    {
        var (verdict, events) = Submit(new Command(kind, ticks, invocation, attempt, index, payload));
        return (verdict, events.ConvertAll(static logged => logged.Kind));
    }

    public (Verdict Verdict, List<EventKind> Kinds) Start(int node = 0) => Do(
        CommandKind.Start, payload: new RunStart("agent", "print", new Dictionary<string, string>(), null, new TestEmission(node)));

    public (Verdict Verdict, List<EventKind> Kinds) Begin(int invocation, int attempt = 1) =>
        Do(CommandKind.Begin, invocation, attempt, payload: $"attempt {attempt}");

    public (Verdict Verdict, List<EventKind> Kinds) Complete(int invocation, int attempt = 1, bool hasResult = false, params int[] emits) =>
        Do(CommandKind.Complete, invocation, attempt, payload: new TestCompletion(emits, hasResult));

    /// <summary>Completes a start, or a member of a scope.</summary>
    public (Verdict Verdict, List<EventKind> Kinds) CompleteInScope(int invocation, int items, params int[] emits) => Do(
        CommandKind.Complete, invocation, 1, payload: new TestCompletion(emits, false, items, plan.Scopes[State[invocation].Node]?.Aggregate));

    public (Verdict Verdict, List<EventKind> Kinds) CloseScope(int start, int items) => Do(CommandKind.CloseScope, start, index: items);

    public (Verdict Verdict, List<EventKind> Kinds) Fail(int invocation, int attempt = 1, bool isRetryable = true) =>
        Do(CommandKind.Fail, invocation, attempt, payload: Failure(isRetryable));

    /// <summary>The state as text: all of it, so that two states are equal if their texts are.</summary>
    public static string Describe(RunState state) =>
        $"{state.Invocations} {state.Live} {state.Position} {state.Ticks} {state.Chunks} {state.HasResult} {state.End} {state.HasStarted} {state.HasEnded} {state.OpenQuestions} | " +
        string.Join(" | ", Enumerable.Range(1, state.Invocations).Select(ordinal =>
        {
            ref var one = ref state[ordinal];
            return $"{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(one.Input)} {one.Node} {one.Attempt} {one.NextIndex} {one.Failures} {one.Interruptions} {one.Status} {one.IsLive} {one.Scope} {one.Opened} {one.PreviousMember} {one.LastQuestion}";
        })) +
        $" | {state.Scopes} {state.OpenScopes} | " +
        string.Join(" | ", Enumerable.Range(1, state.Scopes).Select(number =>
        {
            ref var one = ref state.Scope(number);
            return $"{one.Start} {one.Parent} {one.Live} {one.Items} {one.LastMember} {one.Aggregate} {one.Status} {string.Join(',', one.Arrivals ?? [])}";
        })) +
        string.Join(" ? ", Enumerable.Range(1, state.Questions).Select(number =>
        {
            ref readonly var one = ref state.Question(number);
            return $"{one.Invocation} {one.Previous} {one.Status}";
        }));

    private List<LogEvent> Decide(in Command command, out Verdict verdict)
    {
        var batch = default(EventBatch);
        verdict = Sequencer.Decide(command, ref batch);
        var events = new List<LogEvent>();
        for (var index = 0; index < batch.Count; index++)
            events.Add(batch[index]);
        return events;
    }

    private sealed class SameEvent : IEqualityComparer<LogEvent>
    {
        public static SameEvent Instance { get; } = new();

        public bool Equals(LogEvent x, LogEvent y) =>
            (x.Kind, x.Position, x.Ticks, x.Invocation, x.Attempt, x.Argument) == (y.Kind, y.Position, y.Ticks, y.Invocation, y.Attempt, y.Argument) &&
            Equals(WithoutException(x.Payload), WithoutException(y.Payload));

        // The exception of a limit is made with the decision.
        private static object? WithoutException(object? payload) => payload is AttemptFailure failure ? failure with { Exception = null } : payload;

        public int GetHashCode(LogEvent obj) => (int)obj.Position;
    }
}

namespace Agents.Runtime;

/// <summary>The enumeration of a run's events, as users see them.</summary>
internal sealed class EventReader(Run run, uint after, CancellationToken cancellationToken)
    : LogReader(run, after, cancellationToken), IAsyncEnumerator<RunEvent>
{
    private LogExtent extent;
    private uint position = uint.MaxValue;

    public RunEvent Current { get; private set; } = null!;

    protected override Advance TryAdvance()
    {
        if (position >= extent.End && !TryTake(out extent, out position))
        {
            position = uint.MaxValue;
            return IsAtEnd ? Advance.End : Advance.Nothing;
        }

        Current = Make(extent[position++]);
        return Advance.Item;
    }

    private RunEvent Make(in LogEvent logEvent)
    {
        var at = logEvent.Position;
        var cursor = new Cursor(Run.Id, at);
        var time = logEvent.Timestamp;
        var invocation = new InvocationId(Run.Id, logEvent.Invocation);
        var failure = logEvent.Payload as AttemptFailure;
        var info = failure is null ? null : Describe(failure, logEvent);
        switch (logEvent.Kind)
        {
            case EventKind.RunStarted:
                var start = (IRunStart)logEvent.Payload!;
                return new RunEvent.RunStarted
                {
                    Position = at,
                    Cursor = cursor,
                    Timestamp = time,
                    Agent = start.Agent,
                    Fingerprint = start.Fingerprint,
                    Inputs = ((InvocationAttempt)start.Input).BoxedInputs,
                    Options = start.Options,
                    Metadata = start.Metadata,
                    ForkedFrom = start.Origin?.Run,
                    Changed = start.Origin is { } origin
                        ? [.. origin.Changes.Select(change => change.Invocation with { Run = Run.Id })]
                        : [],
                    Parent = start.Parent,
                };
            case EventKind.RunCompleted:
                return new RunEvent.RunCompleted { Position = at, Cursor = cursor, Timestamp = time };
            case EventKind.RunFailed:
                return new RunEvent.RunFailed(info!) { Position = at, Cursor = cursor, Timestamp = time };
            case EventKind.RunCanceled:
                return new RunEvent.RunCanceled((string)logEvent.Payload!) { Position = at, Cursor = cursor, Timestamp = time };
            case EventKind.BudgetWarning:
                var use = (BudgetUse)logEvent.Payload!;
                return new RunEvent.BudgetWarning(use.Kind, use.Used, use.Limit)
                {
                    Position = at,
                    Cursor = cursor,
                    Timestamp = time,
                    Node = use.Node < 0 ? null : Run.Agent.Nodes[use.Node].Name,
                };
            case EventKind.Chunk:
                var source = (IChunkSource)logEvent.Payload!;
                var index = logEvent.Argument;
                return new RunEvent.Chunk(source.Attempt, index, source.GetValue(index))
                {
                    Position = at,
                    Cursor = cursor,
                    Timestamp = new DateTimeOffset(source.GetTicks(index), TimeSpan.Zero),
                    Invocation = invocation,
                    Node = source.Slot.Node.Name,
                };
            case EventKind.AttemptStarted:
                return new RunEvent.AttemptStarted(logEvent.Attempt)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.AttemptFailed:
                return new RunEvent.AttemptFailed(logEvent.Attempt, info!, failure!.RetryAt)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.AttemptInterrupted:
                return new RunEvent.AttemptInterrupted(logEvent.Attempt)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.InvocationCompleted:
                var completion = (InvocationAttempt)logEvent.Payload!;
                return new RunEvent.InvocationCompleted(logEvent.Attempt, Emitted(completion))
                {
                    Position = at,
                    Cursor = cursor,
                    Timestamp = time,
                    Invocation = invocation,
                    Node = NodeOf(logEvent),
                    Gathered = completion.ItemCount,
                    FromCache = completion.IsFromCache,
                };
            case EventKind.InvocationFailed:
                return new RunEvent.InvocationFailed(info!)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.InvocationCanceled:
                return new RunEvent.InvocationCanceled((string)logEvent.Payload!)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.ScopeClosed:
                var closure = (ScopeClosure)logEvent.Payload!;
                var aggregate = (InvocationAttempt)closure.Aggregate;
                return new RunEvent.ScopeClosed(aggregate.InvocationId, aggregate.Node, logEvent.Argument, closure.IsFinishedEarly)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.ChildStarted:
                var child = (ChildStart)logEvent.Payload!;
                return new RunEvent.ChildStarted(child.Id, child.Agent, child.Place.Key, child.Generation)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.ResultGiven:
                return new RunEvent.ResultGiven(((InvocationAttempt)logEvent.Payload!).BoxedResult)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.HumanAsked:
                return new RunEvent.HumanAsked(RequestOf(logEvent))
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.HumanAnswered:
                return new RunEvent.HumanAnswered(RequestOf(logEvent).Id, RequestOf(logEvent).Input, ((HumanAnswer)logEvent.Payload!).Value)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.HumanExpired:
                return new RunEvent.HumanExpired(RequestOf(logEvent).Id, RequestOf(logEvent).Input)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            case EventKind.HumanWithdrawn:
                return new RunEvent.HumanWithdrawn(RequestOf(logEvent).Id, RequestOf(logEvent).Input)
                { Position = at, Cursor = cursor, Timestamp = time, Invocation = invocation, Node = NodeOf(logEvent) };
            default:
                throw new InvalidOperationException($"The log holds an event of kind {logEvent.Kind}, which is not known.");
        }
    }

    private FailureInfo Describe(AttemptFailure failure, in LogEvent logEvent)
    {
        lock (Run.Gate)
            return Run.Describe(failure, logEvent);
    }

    private HumanRequest RequestOf(in LogEvent logEvent)
    {
        lock (Run.Gate)
            return Run.MakeRequest(Run.Questions[logEvent.Argument]);
    }

    private string NodeOf(in LogEvent logEvent)
    {
        lock (Run.Gate)
            return Run.NodeOf(logEvent.Invocation)!.Name;
    }

    private static List<EmittedInvocation> Emitted(InvocationAttempt completion)
    {
        var emitted = new List<EmittedInvocation>(completion.EmissionCount);
        for (var emission = completion.FirstInvocation(); emission is not null; emission = emission.NextInvocation())
            emitted.Add(new EmittedInvocation(emission.InvocationId, emission.Node, emission.BoxedInputs));
        return emitted;
    }
}

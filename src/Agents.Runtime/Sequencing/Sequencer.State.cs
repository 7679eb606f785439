namespace Agents.Runtime;

/// <content>Which state an event leads to.</content>
internal readonly ref partial struct Sequencer
{
    public void ApplyChunk(in LogEvent chunk)
    {
        State.Position = chunk.Position;
        State.Ticks = chunk.Ticks;
        State.Chunks++;
        State[chunk.Invocation].NextIndex = chunk.Argument + 1;
    }

    public void Apply(in LogEvent logEvent)
    {
        State.Position = logEvent.Position;
        State.Ticks = logEvent.Ticks;
        switch (logEvent.Kind)
        {
            case EventKind.RunStarted:
                Add(0, ((IRunStart)logEvent.Payload!).Input, 0);
                break;
            case EventKind.BudgetWarning:
                State.AddWarning((BudgetUse)logEvent.Payload!);
                break;
            case EventKind.Chunk:
                ApplyChunk(logEvent);
                break;
            case EventKind.AttemptStarted:
                ref var begun = ref State[logEvent.Invocation];
                begun.Status = InvocationStatus.Executing;
                begun.Attempt = logEvent.Attempt;
                begun.NextIndex = 0;
                begun.Input = logEvent.Payload!;
                break;
            case EventKind.AttemptFailed:
                ref var failed = ref State[logEvent.Invocation];
                failed.Status = InvocationStatus.Pending;
                failed.Interruptions = 0;
                failed.Failures++;
                break;
            case EventKind.AttemptInterrupted:
                ref var interrupted = ref State[logEvent.Invocation];
                interrupted.Status = InvocationStatus.Pending;
                interrupted.Interruptions++;
                break;
            case EventKind.InvocationCompleted:
                ApplyCompletion(logEvent.Invocation, logEvent.Payload!);
                break;
            case EventKind.InvocationFailed:
                End(logEvent.Invocation, InvocationStatus.Failed);
                break;
            case EventKind.InvocationCanceled:
                End(logEvent.Invocation, InvocationStatus.Canceled);
                break;
            case EventKind.ScopeClosed:
                ApplyClosure(logEvent);
                break;
            case EventKind.HumanAsked or EventKind.HumanAnswered or EventKind.HumanExpired or EventKind.HumanWithdrawn:
                ApplyQuestion(logEvent);
                break;
            case EventKind.ChildStarted:
                State.AddChild(logEvent);
                break;
            case EventKind.ResultGiven:
                State.HasResult = true;
                break;
            case EventKind.RunCompleted or EventKind.RunFailed or EventKind.RunCanceled:
                State.End = logEvent.Kind;
                break;
            default:
                throw new InvalidOperationException($"The log holds an event of kind {logEvent.Kind}, which is not known.");
        }
    }

    private int Add(int parent, IEmission input, int scope)
    {
        var node = input.NodeIndex;
        var ordinal = State.Add(input, node, scope);
        if (Plan.Budgets.Rounds is { } rounds)
            State.CountRound(ordinal, parent, node, rounds);
        return ordinal;
    }

    private void ApplyCompletion(int ordinal, object completion)
    {
        var summary = CompletionSummary.Of(completion);
        var scope = State[ordinal].Scope;
        if (summary.OpensScope)
            scope = State.OpenScope(ordinal, Plan.Scopes[State[ordinal].Node]!.KeepsArrivals);
        End(ordinal, InvocationStatus.Completed);
        State[ordinal].Input = completion;
        if (summary.ItemCount > 0)
            ApplyItems(scope, ordinal, summary.ItemCount);
        if (summary.EmissionCount == 0)
            return;
        State.Reserve(summary.EmissionCount);
        var emission = ((ICompletion)completion).FirstEmission!;
        for (var left = summary.EmissionCount; ; emission = emission.Next!)
        {
            if (summary.ItemCount > 0 && emission.IsItem)
                continue;
            Add(ordinal, emission, scope);
            if (--left == 0)
                return;
        }
    }

    private void End(int ordinal, InvocationStatus status)
    {
        State[ordinal].Status = status;
        State.Live--;
        LeaveScope(State[ordinal].Scope, isCanceled: status is InvocationStatus.Canceled);
    }
}

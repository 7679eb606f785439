namespace Agents.Runtime;

/// <content>
/// Scopes. A scope is opened by the completion of a start, holds what follows from its emits, and is closed when nothing in it
/// is left to do, or when its fold is finished: then its aggregate is invoked, in the scope around it.
/// </content>
internal readonly ref partial struct Sequencer
{
    /// <summary>
    /// Closes the scope that the end of an invocation leaves without work, if there is one. The end is not applied yet; without
    /// a completion it is a failure.
    /// </summary>
    private bool CloseScopeAfter(int ordinal, object? completion, in CompletionSummary summary, ref Draft draft, ref EventBatch events)
    {
        if (summary.EmissionCount > 0)
            return false;
        if (summary.OpensScope)
        {
            events.Add(Close(ordinal, ((ICompletion)completion!).Aggregate!, summary.ItemCount, isEarly: false, ref draft));
            return true;
        }

        var number = State[ordinal].Scope;
        if (number == 0 || State.Scope(number) is not { Live: 1, Status: ScopeStatus.Open } scope)
            return false;
        events.Add(Close(scope.Start, AggregateOf(scope), scope.Items + summary.ItemCount, isEarly: false, ref draft));
        return true;
    }

    /// <summary>Closes a scope whose fold is finished.</summary>
    private Verdict FinishScope(in Command command, ref Draft draft, ref EventBatch events)
    {
        if (command.Invocation < 1 || command.Invocation > State.LastOrdinal || State[command.Invocation].Opened == 0)
            return Verdict.Superseded;
        var scope = State.Scope(State[command.Invocation].Opened);
        if (State.HasEnded || scope.Status is not ScopeStatus.Open)
            return Verdict.Ended;
        events.Add(Close(command.Invocation, AggregateOf(scope), command.Index, isEarly: true, ref draft));
        if (Plan.Scopes[State[command.Invocation].Node]!.OnEarlyFinish is EarlyFinish.Drain)
            return Verdict.Accepted;
        var reason = $"The scope that invocation {command.Invocation} opened was finished early.";
        foreach (var ordinal in LiveIn(State[command.Invocation].Opened))
            EndInvocation(EventKind.InvocationCanceled, ordinal, reason, ref draft, ref events);
        return Verdict.Accepted;
    }

    private LogEvent Close(int start, IEmission aggregate, int items, bool isEarly, ref Draft draft) => draft.Make(
        EventKind.ScopeClosed, new ScopeClosure(aggregate, isEarly), start, State[start].Attempt, items);

    private IEmission AggregateOf(in ScopeState scope) => ((ICompletion)State[scope.Start].Input).Aggregate!;

    /// <summary>The invocations in a scope, and in the scopes within, that have not ended: in the order of their ordinals.</summary>
    private List<int> LiveIn(int number)
    {
        var live = new List<int>();
        var pending = new Stack<int>([number]);
        while (pending.TryPop(out var next))
        {
            for (var member = State.Scope(next).LastMember; member != 0; member = State[member].PreviousMember)
            {
                ref var invocation = ref State[member];
                if (invocation.IsLive)
                    live.Add(member);
                else if (invocation.Opened != 0)
                    pending.Push(invocation.Opened);
            }
        }

        live.Sort();
        return live;
    }

    private void ApplyItems(int number, int ordinal, int items)
    {
        ref var scope = ref State.Scope(number);
        if (scope.Status is not ScopeStatus.Open)
            return;
        scope.Items += items;
        scope.Arrivals?.Add(ordinal);
    }

    private void ApplyClosure(in LogEvent closed)
    {
        var number = State[closed.Invocation].Opened;
        ref var scope = ref State.Scope(number);
        scope.Status = ScopeStatus.Closed;
        scope.Items = closed.Argument;
        State.OpenScopes--;
        scope.Aggregate = Add(closed.Invocation, ((ScopeClosure)closed.Payload!).Aggregate, scope.Parent);
        LeaveScope(scope.Parent, isCanceled: false);
    }

    /// <summary>
    /// Something in a scope has ended. A scope whose last work was canceled is left without its aggregate; any other that has
    /// no work left is closed by the event that follows.
    /// </summary>
    private void LeaveScope(int number, bool isCanceled)
    {
        while (number != 0)
        {
            ref var scope = ref State.Scope(number);
            if (--scope.Live > 0 || !isCanceled || scope.Status is not ScopeStatus.Open)
                return;
            scope.Status = ScopeStatus.Canceled;
            State.OpenScopes--;
            number = scope.Parent;
        }
    }
}

namespace Agents.Runtime;

/// <content>The scopes of a run.</content>
internal abstract partial class Run
{
    /// <summary>Closes a scope whose fold is finished.</summary>
    public void CloseScope(int start, int items) =>
        Submit(new Command(CommandKind.CloseScope, Now, start, 0, items), out _).Run(this);

    /// <summary>How many items of a closed scope count.</summary>
    public int GetItemCount(int start)
    {
        lock (Gate)
            return State.Scope(State[start].Opened).Items;
    }

    /// <summary>The items of a scope, to be read by <see cref="ReadItems"/>.</summary>
    public ScopeItems GetItems(int start)
    {
        lock (Gate)
        {
            return Plan.Scopes[State[start].Node]!.KeepsArrivals
                ? new ArrivedItems(this, State[start].Opened)
                : new OrderedItems(this, start);
        }
    }

    /// <summary>Reads the next items of a scope, as far as they are known.</summary>
    public int ReadItems(ScopeItems items, Span<IEmission> buffer)
    {
        lock (Gate)
        {
            var count = 0;
            while (count < buffer.Length && items.Next() is { } item)
                buffer[count++] = item;
            return count;
        }
    }

    /// <summary>The aggregate of the scope that an invocation belongs to. Under the lock.</summary>
    private int? AggregateOf(int ordinal) =>
        State[ordinal].Scope is > 0 and var scope ? Plan.Scopes[State[State.Scope(scope).Start].Node]!.Aggregate : null;

    private void OnScopeClosed(in LogEvent closed, ref Effects effects)
    {
        AddInvocation((InvocationAttempt)((ScopeClosure)closed.Payload!).Aggregate, ref effects);
        var number = State[closed.Invocation].Opened;
        if (ExtrasIfAny?.Watches is { } watches && number <= watches.Length)
            watches[number - 1] = null;
    }

    /// <summary>An invocation has ended: the scope that it opened, or belongs to, may be finished by that.</summary>
    private void WatchScope(int ordinal, ref Effects effects)
    {
        var number = State[ordinal].Opened is > 0 and var opened ? opened : State[ordinal].Scope;
        if (number == 0 || State.Scope(number) is not { Status: ScopeStatus.Open, Start: var start })
            return;
        if (!Plan.Scopes[State[start].Node]!.MayFinishEarly)
            return;
        var watches = Extras.Watches ?? [];
        if (watches.Length < State.Scopes)
            Array.Resize(ref watches, Math.Max(State.Scopes, 2 * watches.Length));
        Extras.Watches = watches;
        effects.Rare.Watch = watches[number - 1] ??= Agent.Nodes[State[start].Node].Aggregate!.MakeWatch(this, start);
    }
}

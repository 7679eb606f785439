namespace Agents.Runtime;

/// <summary>Goes through the items of a scope. It stops where none is known yet, and goes on from there. Under the run's lock.</summary>
internal abstract class ScopeItems
{
    /// <summary>The next item; null if it is not known yet, or if there is none.</summary>
    public abstract IEmission? Next();
}

/// <summary>The items of a scope in the order in which they arrived.</summary>
internal sealed class ArrivedItems(Run run, int scope) : ScopeItems
{
    private int completions;
    private IEmission? next;

    public override IEmission? Next()
    {
        while (true)
        {
            while (next is { IsItem: false })
                next = next.Next;
            if (next is { } item)
            {
                next = item.Next;
                return item;
            }

            var arrivals = run.State.Scope(scope).Arrivals!;
            if (completions == arrivals.Count)
                return null;
            next = ((ICompletion)run.State[arrivals[completions++]].Input).FirstEmission;
        }
    }
}

/// <summary>
/// The items of a scope in the order in which a depth-first execution, one invocation after the other, would have emitted them.
/// Those of an invocation stand in the place where it was emitted; a scope within stands for what its aggregate emitted.
/// </summary>
internal sealed class OrderedItems(Run run, int start) : ScopeItems
{
    private readonly Stack<IEmission> behind = new();
    private IEmission? next = ((ICompletion)run.State[start].Input).FirstEmission;

    public override IEmission? Next()
    {
        while (next is not null || behind.TryPop(out next))
        {
            var current = next;
            if (current.IsItem)
            {
                next = current.Next;
                return current;
            }

            if (!HasEnded((InvocationAttempt)current, out var inside))
                return null;
            next = current.Next;
            if (inside is null)
                continue;
            if (next is not null)
                behind.Push(next);
            next = inside;
        }

        return null;
    }

    /// <summary>Whether it is known what an invocation emitted into the scope.</summary>
    private bool HasEnded(InvocationAttempt emitted, out IEmission? first)
    {
        first = null;
        var ordinal = emitted.Ordinal;
        while (ordinal != 0)
        {
            ref var invocation = ref run.State[ordinal];
            if (invocation.IsLive)
                return false;
            if (invocation.Status is not InvocationStatus.Completed)
                return true;
            if (invocation.Opened == 0)
            {
                first = ((ICompletion)invocation.Input).FirstEmission;
                return true;
            }

            ref var scope = ref run.State.Scope(invocation.Opened);
            if (scope.Status is ScopeStatus.Canceled)
                return true;
            ordinal = scope.Aggregate;
        }

        // A scope within that has no aggregate yet.
        return false;
    }
}

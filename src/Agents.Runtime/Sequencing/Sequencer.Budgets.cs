namespace Agents.Runtime;

internal readonly ref partial struct Sequencer
{
    /// <summary>Why a completion would go beyond a budget; null if it does not.</summary>
    private BudgetExceededException? FindExceeded(int invocation, object completion, int invocations)
    {
        var budgets = Plan.Budgets;
        if (budgets.Invocations > 0 && invocations > budgets.Invocations)
            return new BudgetExceededException(BudgetKind.Invocations, budgets.Invocations);
        if (budgets.Rounds is not { } rounds)
            return null;
        foreach (var node in NodesAfter((ICompletion)completion))
        {
            if (IsBeyond(invocation, node, rounds))
                return new BudgetExceededException(BudgetKind.Rounds, rounds[node], Plan.NodeNames[node]);
        }

        return null;
    }

    /// <summary>The nodes that a completion invokes, the aggregate of a scope that it opens among them.</summary>
    private static IEnumerable<int> NodesAfter(ICompletion completion)
    {
        if (completion.Aggregate is { } aggregate)
            yield return aggregate.NodeIndex;
        for (var emission = completion.FirstEmission; emission is not null; emission = emission.Next)
        {
            if (!emission.IsItem)
                yield return emission.NodeIndex;
        }
    }

    private bool IsBeyond(int parent, int node, int[] rounds) => rounds[node] > 0 && State.RoundsOf(parent, node) >= rounds[node];

    /// <summary>Warns of budgets that come near their end by new invocations.</summary>
    private void WarnOfInvocations(int invocation, object? completion, int invocations, ref Draft draft, ref EventBatch events)
    {
        var budgets = Plan.Budgets;
        if (Budgets.IsNearEnd(invocations, budgets.Invocations))
            Warn(new BudgetUse(BudgetKind.Invocations, invocations, budgets.Invocations), ref draft, ref events);
        if (budgets.Rounds is not { } rounds)
            return;
        HashSet<int>? told = null;
        foreach (var node in completion is null ? [] : NodesAfter((ICompletion)completion))
        {
            var used = node < rounds.Length && rounds[node] > 0 ? State.RoundsOf(invocation, node) + 1 : 0;
            if (used > 0 && Budgets.IsNearEnd(used, rounds[node]) && (told ??= []).Add(node))
                Warn(new BudgetUse(BudgetKind.Rounds, used, rounds[node], node), ref draft, ref events);
        }
    }

    /// <summary>Warns once of each budget.</summary>
    private void Warn(BudgetUse use, ref Draft draft, ref EventBatch events)
    {
        if (!State.HasWarned(use.Kind, use.Node))
            events.Add(draft.Make(EventKind.BudgetWarning, use));
    }

    private Verdict Warn(in Command command, ref Draft draft, ref EventBatch events)
    {
        if (State.HasEnded)
            return Verdict.Ended;
        var use = (BudgetUse)command.Payload!;
        if (State.HasWarned(use.Kind, use.Node))
            return Verdict.Duplicate;
        Warn(use, ref draft, ref events);
        return Verdict.Accepted;
    }
}

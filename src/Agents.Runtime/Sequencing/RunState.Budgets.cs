namespace Agents.Runtime;

internal partial struct RunState
{
    /// <summary>Whether the end of a budget has been warned of.</summary>
    public bool HasWarned(BudgetKind kind, int node = -1) => rarely?.Warned is { } warned && warned.Contains((kind, node));

    public void AddWarning(BudgetUse use) => (Rare.Warned ??= []).Add((use.Kind, use.Node));

    /// <summary>How often a node has been invoked on the path to an invocation, that included.</summary>
    public int RoundsOf(int ordinal, int node) => rarely!.Rounds![ordinal - 1][node];

    /// <summary>Counts a new invocation on the path that leads to it.</summary>
    /// <param name="ordinal">The invocation.</param>
    /// <param name="parent">The invocation that it follows from; 0 for the entry.</param>
    /// <param name="node">Its node.</param>
    /// <param name="budgets">The budget of each node; 0 for none.</param>
    public void CountRound(int ordinal, int parent, int node, int[] budgets)
    {
        var path = parent == 0 ? new int[budgets.Length] : Rare.Rounds![parent - 1];
        if (node < budgets.Length && budgets[node] > 0)
        {
            path = (int[])path.Clone();
            path[node]++;
        }

        var rounds = Rare.Rounds ??= [];
        while (rounds.Count < ordinal)
            rounds.Add(path);
        rounds[ordinal - 1] = path;
    }
}

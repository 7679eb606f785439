namespace Agents.Runtime;

/// <summary>What a run may use by the agent's budgets; 0 stands for no budget.</summary>
/// <param name="Invocations">The invocations of a run.</param>
/// <param name="Chunks">The chunks of a run.</param>
/// <param name="Seconds">The seconds of a run.</param>
/// <param name="Rounds">For each node, its invocations on one path; null where no node has such a budget.</param>
internal sealed record Budgets(int Invocations, int Chunks, double Seconds, int[]? Rounds)
{
    private const double WarnFrom = 0.8;

    public static Budgets None { get; } = new(0, 0, 0, null);

    public double SecondsToWarning => Seconds * WarnFrom;

    /// <summary>Whether a use is near the end of a budget, or at it.</summary>
    public static bool IsNearEnd(double used, double limit) => limit > 0 && used >= limit * WarnFrom;
}

/// <summary>How much of a budget is used; the payload of <see cref="EventKind.BudgetWarning"/>.</summary>
/// <param name="Kind">Which budget.</param>
/// <param name="Used">How much is used.</param>
/// <param name="Limit">How much it is.</param>
/// <param name="Node">The index of the node whose budget it is; -1 for the agent's.</param>
internal sealed record BudgetUse(BudgetKind Kind, double Used, double Limit, int Node = -1);

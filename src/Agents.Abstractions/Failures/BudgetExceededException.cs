namespace Agents;

/// <summary>A budget of a run is used up. Never retried: the run ends failed.</summary>
public sealed class BudgetExceededException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="kind">Which budget.</param>
    /// <param name="limit">How much it is.</param>
    /// <param name="node">The node whose budget it is; null for the agent's.</param>
    public BudgetExceededException(BudgetKind kind, double limit, string? node = null)
        : base(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The budget {kind} = {limit} of {(node is null ? "the agent" : $"node '{node}'")} is used up. Raise it in [Budget] if that is intended."))
    {
        Kind = kind;
        Limit = limit;
        Node = node;
    }

    /// <summary>Which budget.</summary>
    public BudgetKind Kind { get; }

    /// <summary>How much it is.</summary>
    public double Limit { get; }

    /// <summary>The node whose budget it is; null for the agent's.</summary>
    public string? Node { get; }
}

namespace Agents;

/// <summary>
/// Bounds what a run may use, so that a loop that never ends costs no more than was meant. At 80 % of a budget
/// <see cref="RunEvent.BudgetWarning"/> is recorded; what would go beyond it ends the run failed, with
/// <see cref="FailureCodes.Budget"/>. Nothing is cut silently.
/// </summary>
/// <remarks>
/// On a module: <see cref="Invocations"/>, <see cref="Chunks"/> and <see cref="Seconds"/>. On a node: <see cref="Rounds"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class BudgetAttribute : Attribute
{
    /// <summary>How many invocations a run may have. 0, the default, means no budget.</summary>
    public int Invocations { get; set; }

    /// <summary>How many chunks a run may record, those of failed attempts included. 0, the default, means no budget.</summary>
    public int Chunks { get; set; }

    /// <summary>How many seconds may pass from the start of a run to its end. 0, the default, means no budget.</summary>
    public double Seconds { get; set; }

    /// <summary>
    /// How often the node may be invoked on one path, from the entry along the emits. 0, the default, means no budget.
    /// </summary>
    public int Rounds { get; set; }
}

namespace Agents;

/// <summary>What a budget bounds. See <see cref="BudgetAttribute"/>.</summary>
public enum BudgetKind
{
    /// <summary>The invocations of a run.</summary>
    Invocations,

    /// <summary>The chunks of a run.</summary>
    Chunks,

    /// <summary>The seconds of a run.</summary>
    Seconds,

    /// <summary>The invocations of a node on one path.</summary>
    Rounds,
}

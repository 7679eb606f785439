namespace Agents;

/// <summary>Whether all items are true; true for none. Finished at the first that is false.</summary>
public sealed class AndAggregator : IAggregator<bool, bool, bool>
{
    private AndAggregator()
    {
    }

    /// <inheritdoc/>
    public static bool IsOrdered => false;

    /// <inheritdoc/>
    public static bool Create() => true;

    /// <inheritdoc/>
    public static void Add(ref bool state, bool item) => state &= item;

    /// <inheritdoc/>
    public static bool IsFinished(in bool state) => !state;

    /// <inheritdoc/>
    public static bool Finish(ref bool state) => state;
}

/// <summary>Whether any item is true; false for none. Finished at the first that is true.</summary>
public sealed class OrAggregator : IAggregator<bool, bool, bool>
{
    private OrAggregator()
    {
    }

    /// <inheritdoc/>
    public static bool IsOrdered => false;

    /// <inheritdoc/>
    public static bool Create() => false;

    /// <inheritdoc/>
    public static void Add(ref bool state, bool item) => state |= item;

    /// <inheritdoc/>
    public static bool IsFinished(in bool state) => state;

    /// <inheritdoc/>
    public static bool Finish(ref bool state) => state;
}

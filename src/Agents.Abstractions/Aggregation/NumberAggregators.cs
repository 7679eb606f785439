using System.Numerics;

namespace Agents;

/// <summary>Counts the items.</summary>
/// <typeparam name="T">What is emitted; <see cref="ValueTuple"/> by an edge without values.</typeparam>
public sealed class CountAggregator<T> : IAggregator<T, int, int>
{
    private CountAggregator()
    {
    }

    /// <inheritdoc/>
    public static bool IsOrdered => false;

    /// <inheritdoc/>
    public static int Create() => 0;

    /// <inheritdoc/>
    public static void Add(ref int state, T item) => state++;

    /// <inheritdoc/>
    public static int Finish(ref int state) => state;
}

/// <summary>Adds the items up; 0 for none. Sums of whole numbers that overflow fail the aggregate.</summary>
/// <typeparam name="T">What is emitted.</typeparam>
public sealed class SumAggregator<T> : IAggregator<T, T, T>
    where T : INumber<T>
{
    private SumAggregator()
    {
    }

    // Ordered: sums of floating-point numbers depend on the order, if little.

    /// <inheritdoc/>
    public static T Create() => T.Zero;

    /// <inheritdoc/>
    public static void Add(ref T state, T item) => state = checked(state + item);

    /// <inheritdoc/>
    public static T Finish(ref T state) => state;
}

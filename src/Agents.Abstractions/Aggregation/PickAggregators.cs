namespace Agents;

/// <summary>The item that comes first in order. Finished as soon as it is sure which one that is.</summary>
/// <remarks>
/// For none the default of <typeparamref name="T"/>: null, or of a struct its default, such as 0. Where that may be an item,
/// gather <c>FirstAggregator&lt;int?&gt;</c>.
/// </remarks>
/// <typeparam name="T">What is emitted.</typeparam>
public sealed class FirstAggregator<T> : IAggregator<T, Picked<T>, T?>
{
    private FirstAggregator()
    {
    }

    /// <inheritdoc/>
    public static Picked<T> Create() => default;

    /// <inheritdoc/>
    public static void Add(ref Picked<T> state, T item) => state = state.HasValue ? state : new Picked<T>(item);

    /// <inheritdoc/>
    public static bool IsFinished(in Picked<T> state) => state.HasValue;

    /// <inheritdoc/>
    public static T? Finish(ref Picked<T> state) => state.Value;
}

/// <summary>The item that arrives first, whatever its place in the order: a race.</summary>
/// <remarks>
/// For none the default of <typeparamref name="T"/>: null, or of a struct its default, such as 0. Where that may be an item,
/// gather <c>RaceAggregator&lt;int?&gt;</c>.
/// </remarks>
/// <typeparam name="T">What is emitted.</typeparam>
public sealed class RaceAggregator<T> : IAggregator<T, Picked<T>, T?>
{
    private RaceAggregator()
    {
    }

    /// <inheritdoc/>
    public static bool IsOrdered => false;

    /// <inheritdoc/>
    public static Picked<T> Create() => default;

    /// <inheritdoc/>
    public static void Add(ref Picked<T> state, T item) => state = state.HasValue ? state : new Picked<T>(item);

    /// <inheritdoc/>
    public static bool IsFinished(in Picked<T> state) => state.HasValue;

    /// <inheritdoc/>
    public static T? Finish(ref Picked<T> state) => state.Value;
}

/// <summary>The item that comes last in order.</summary>
/// <remarks>
/// For none the default of <typeparamref name="T"/>: null, or of a struct its default, such as 0. Where that may be an item,
/// gather <c>LastAggregator&lt;int?&gt;</c>.
/// </remarks>
/// <typeparam name="T">What is emitted.</typeparam>
public sealed class LastAggregator<T> : IAggregator<T, Picked<T>, T?>
{
    private LastAggregator()
    {
    }

    /// <inheritdoc/>
    public static Picked<T> Create() => default;

    /// <inheritdoc/>
    public static void Add(ref Picked<T> state, T item) => state = new Picked<T>(item);

    /// <inheritdoc/>
    public static T? Finish(ref Picked<T> state) => state.Value;
}

/// <summary>The least item by its own order, of strings the ordinal one; the first of equal ones. Nulls do not count.</summary>
/// <remarks>
/// For none the default of <typeparamref name="T"/>: null, or of a struct its default, such as 0. Where that may be an item,
/// gather <c>MinAggregator&lt;int?&gt;</c>.
/// </remarks>
/// <typeparam name="T">What is emitted: a type that implements <see cref="IComparable{T}"/>, or a nullable one.</typeparam>
public sealed class MinAggregator<T> : IAggregator<T, Picked<T>, T?>
{
    private MinAggregator()
    {
    }

    /// <inheritdoc/>
    public static Picked<T> Create() => default;

    /// <inheritdoc/>
    public static void Add(ref Picked<T> state, T item)
    {
        var order = ItemOrder<T>.Comparer;
        if (item is not null && (!state.HasValue || order.Compare(item, state.Value) < 0))
            state = new Picked<T>(item);
    }

    /// <inheritdoc/>
    public static T? Finish(ref Picked<T> state) => state.Value;
}

/// <summary>The greatest item by its own order, of strings the ordinal one; the first of equal ones. Nulls do not count.</summary>
/// <remarks>
/// For none the default of <typeparamref name="T"/>: null, or of a struct its default, such as 0. Where that may be an item,
/// gather <c>MaxAggregator&lt;int?&gt;</c>.
/// </remarks>
/// <typeparam name="T">What is emitted: a type that implements <see cref="IComparable{T}"/>, or a nullable one.</typeparam>
public sealed class MaxAggregator<T> : IAggregator<T, Picked<T>, T?>
{
    private MaxAggregator()
    {
    }

    /// <inheritdoc/>
    public static Picked<T> Create() => default;

    /// <inheritdoc/>
    public static void Add(ref Picked<T> state, T item)
    {
        var order = ItemOrder<T>.Comparer;
        if (item is not null && (!state.HasValue || order.Compare(item, state.Value) > 0))
            state = new Picked<T>(item);
    }

    /// <inheritdoc/>
    public static T? Finish(ref Picked<T> state) => state.Value;
}

/// <summary>The state of an aggregator that picks one item.</summary>
/// <typeparam name="T">What is emitted.</typeparam>
/// <param name="Value">The item.</param>
public readonly record struct Picked<T>(T? Value)
{
    /// <summary>Whether there is an item: false for the default value.</summary>
    public bool HasValue { get; } = true;
}

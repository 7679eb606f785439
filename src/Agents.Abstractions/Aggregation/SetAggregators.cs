using System.Collections.ObjectModel;

namespace Agents;

/// <summary>The distinct items.</summary>
/// <typeparam name="T">What is emitted.</typeparam>
public sealed class SetAggregator<T> : IAggregator<T, HashSet<T>, IReadOnlySet<T>>
{
    private SetAggregator()
    {
    }

    // Ordered, though a set has no order: whoever enumerates it sees the same each time.

    /// <inheritdoc/>
    public static HashSet<T> Create() => [];

    /// <inheritdoc/>
    public static void Add(ref HashSet<T> state, T item) => state.Add(item);

    /// <inheritdoc/>
    public static IReadOnlySet<T> Finish(ref HashSet<T> state) => new ReadOnlySet<T>(state);
}

/// <summary>The distinct items and how often each occurs.</summary>
/// <typeparam name="T">What is emitted.</typeparam>
public sealed class MultisetAggregator<T> : IAggregator<T, OrderedDictionary<T, int>, IReadOnlyDictionary<T, int>>
    where T : notnull
{
    private MultisetAggregator()
    {
    }

    /// <inheritdoc/>
    public static OrderedDictionary<T, int> Create() => [];

    /// <inheritdoc/>
    public static void Add(ref OrderedDictionary<T, int> state, T item) => state[item] = state.GetValueOrDefault(item) + 1;

    /// <inheritdoc/>
    public static IReadOnlyDictionary<T, int> Finish(ref OrderedDictionary<T, int> state) => new ReadOnlyDictionary<T, int>(state);
}

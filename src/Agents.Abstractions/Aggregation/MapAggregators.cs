using System.Collections.ObjectModel;

namespace Agents;

/// <summary>
/// Keys and their values, in the order of the keys' first items; of several values of one key the last in order counts. Fed
/// by an <see cref="Edge{T1, T2}"/> of key and value.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public sealed class MapAggregator<TKey, TValue>
    : IAggregator<(TKey Key, TValue Value), OrderedDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull
{
    private MapAggregator()
    {
    }

    /// <inheritdoc/>
    public static OrderedDictionary<TKey, TValue> Create() => [];

    /// <inheritdoc/>
    public static void Add(ref OrderedDictionary<TKey, TValue> state, (TKey Key, TValue Value) item) => state[item.Key] = item.Value;

    /// <inheritdoc/>
    public static IReadOnlyDictionary<TKey, TValue> Finish(ref OrderedDictionary<TKey, TValue> state) =>
        new ReadOnlyDictionary<TKey, TValue>(state);
}

/// <summary>Merges whole maps; of several values of one key the last in order counts.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public sealed class MergeMapAggregator<TKey, TValue>
    : IAggregator<IReadOnlyDictionary<TKey, TValue>, OrderedDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull
{
    private MergeMapAggregator()
    {
    }

    /// <inheritdoc/>
    public static OrderedDictionary<TKey, TValue> Create() => [];

    /// <inheritdoc/>
    public static void Add(ref OrderedDictionary<TKey, TValue> state, IReadOnlyDictionary<TKey, TValue> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        foreach (var (key, value) in item)
            state[key] = value;
    }

    /// <inheritdoc/>
    public static IReadOnlyDictionary<TKey, TValue> Finish(ref OrderedDictionary<TKey, TValue> state) =>
        new ReadOnlyDictionary<TKey, TValue>(state);
}

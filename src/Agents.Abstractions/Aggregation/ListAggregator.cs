namespace Agents;

/// <summary>Gathers all items in order: what <see cref="AggregateAttribute"/> does by itself.</summary>
/// <typeparam name="T">What is emitted.</typeparam>
public sealed class ListAggregator<T> : IAggregator<T, List<T>, IReadOnlyList<T>>
{
    private ListAggregator()
    {
    }

    /// <inheritdoc/>
    public static List<T> Create() => [];

    /// <inheritdoc/>
    public static void Add(ref List<T> state, T item) => state.Add(item);

    /// <inheritdoc/>
    public static IReadOnlyList<T> Finish(ref List<T> state) => state.AsReadOnly();
}

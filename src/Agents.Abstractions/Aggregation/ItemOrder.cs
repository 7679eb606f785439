namespace Agents;

/// <summary>The order of items: their own; of strings the ordinal one, for that of a culture differs from place to place.</summary>
/// <typeparam name="T">What is emitted.</typeparam>
internal static class ItemOrder<T>
{
    private static readonly IComparer<T>? Known =
        typeof(T) == typeof(string) ? (IComparer<T>)StringComparer.Ordinal
        : IsOrdered ? Comparer<T>.Default
        : null;

    // Whether what is within a nullable struct has an order shows at the first comparison only.
    private static bool IsOrdered =>
        typeof(IComparable<T>).IsAssignableFrom(typeof(T)) ||
        typeof(IComparable).IsAssignableFrom(typeof(T)) ||
        Nullable.GetUnderlyingType(typeof(T)) is not null;

    /// <exception cref="InvalidOperationException">The items have no order.</exception>
    public static IComparer<T> Comparer => Known ?? throw new InvalidOperationException(
        $"There is no least or greatest of items of type {typeof(T)}, which has no order. Let it implement IComparable<{typeof(T).Name}>.");
}

using System.Collections;

namespace Agents.Runtime;

/// <summary>An immutable view of chunks that lie in an attempt's stream: nothing is copied.</summary>
internal sealed class ChunkView<T> : IReadOnlyList<T>
{
    private readonly AttemptStream<T> attempt;
    private readonly int first;

    private ChunkView(AttemptStream<T> attempt, int first, int count)
    {
        this.attempt = attempt;
        this.first = first;
        Count = count;
    }

    public int Count { get; }

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return attempt[first + index];
        }
    }

    public static IReadOnlyList<T> Of(AttemptStream<T>? attempt, int first, int count) =>
        attempt is null || count == 0 ? [] : new ChunkView<T>(attempt, first, count);

    public IEnumerator<T> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
            yield return attempt[first + index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

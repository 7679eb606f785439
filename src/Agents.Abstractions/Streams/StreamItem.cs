namespace Agents;

/// <summary>What an item of a stream is.</summary>
public enum StreamItemKind
{
    /// <summary>A chunk.</summary>
    Chunk,

    /// <summary>A new attempt has begun: the chunks read so far are void.</summary>
    Reset,

    /// <summary>The invocation has ended. The last item, exactly once.</summary>
    End,
}

/// <summary>An item of an invocation's stream: a chunk, a reset, or the end.</summary>
/// <typeparam name="T">The type of the chunks.</typeparam>
public readonly record struct StreamItem<T>
{
    /// <summary>What this item is.</summary>
    public required StreamItemKind Kind { get; init; }

    /// <summary>The invocation; null at the end of a node that was never invoked.</summary>
    public InvocationId? Invocation { get; init; }

    /// <summary>The attempt: the chunk's, the new one of a reset, the last one at the end; 0 if there was none.</summary>
    public int Attempt { get; init; }

    /// <summary>The chunk's index in its attempt, from 0; 0 for other items.</summary>
    public int Index { get; init; }

    /// <summary>The chunk; default for other items.</summary>
    public T? Value { get; init; }

    /// <summary>How the invocation ended; null for other items than the end.</summary>
    public StreamOutcome? Outcome { get; init; }

    /// <summary>When the item was recorded.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>What to resume after this item with.</summary>
    public Cursor Cursor { get; init; }
}

namespace Agents;

/// <summary>How a stream is read. Immutable.</summary>
public record StreamOptions
{
    /// <summary>Where reading starts: <see cref="StreamStart.Beginning"/> by default.</summary>
    public StreamStart From { get; init; }

    /// <summary>
    /// What a plain <c>await foreach</c> does when a new attempt streams something else than was delivered:
    /// <see cref="StreamReset.Throw"/> by default. Other ways of reading always see the reset.
    /// </summary>
    public StreamReset OnReset { get; init; }

    /// <summary>
    /// True to read only chunks of attempts that completed: they come late, all at once, and there is never a reset. Of an
    /// invocation that fails or is canceled no chunk is seen. False by default.
    /// </summary>
    public bool Committed { get; init; }
}

/// <summary>How a stream is read, with a comparer for its chunks. Immutable.</summary>
/// <typeparam name="T">The type of the chunks.</typeparam>
public sealed record StreamOptions<T> : StreamOptions
{
    /// <summary>
    /// Tells whether a new attempt repeats what was delivered. Null, the default, takes the type's own equality and, where
    /// that says no, equality as JSON.
    /// </summary>
    public IEqualityComparer<T>? Comparer { get; init; }
}

/// <summary>What a plain reader does at a reset that it cannot reconcile.</summary>
public enum StreamReset
{
    /// <summary>It throws <see cref="StreamResetException"/>.</summary>
    Throw,

    /// <summary>It goes on from the new attempt's first chunk.</summary>
    Restart,
}

/// <summary>Where reading a stream starts.</summary>
public readonly record struct StreamStart
{
    private StreamStart(bool isLive, Cursor? cursor)
    {
        IsLive = isLive;
        Cursor = cursor;
    }

    /// <summary>Whether only what is recorded after the start of reading is read.</summary>
    public bool IsLive { get; }

    /// <summary>The cursor to resume after, if any.</summary>
    public Cursor? Cursor { get; }

    /// <summary>Everything: first what is there, then what comes.</summary>
    public static StreamStart Beginning => default;

    /// <summary>Only what is recorded after the enumeration, or the subscription, has begun.</summary>
    public static StreamStart Live => new(true, null);

    /// <summary>
    /// What comes after a place. What lies before it counts as delivered: a plain reader compares a new attempt with it too.
    /// </summary>
    /// <param name="cursor">The place, taken from what was read last.</param>
    public static StreamStart After(Cursor cursor) => new(false, cursor);
}

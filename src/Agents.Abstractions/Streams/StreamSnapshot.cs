namespace Agents;

/// <summary>What is known now of the stream of a node. Immutable.</summary>
/// <typeparam name="T">The type of the chunks.</typeparam>
public sealed record StreamSnapshot<T>
{
    /// <summary>The invocations, in the order of their ordinals.</summary>
    public required IReadOnlyDictionary<InvocationId, InvocationSnapshot<T>> Invocations { get; init; }

    /// <summary>What to go on reading after the snapshot with.</summary>
    public required Cursor Cursor { get; init; }
}

/// <summary>What is known now of one invocation's stream. Immutable.</summary>
/// <typeparam name="T">The type of the chunks.</typeparam>
public sealed record InvocationSnapshot<T>
{
    /// <summary>The current attempt, from 1; 0 if none has started.</summary>
    public required int Attempt { get; init; }

    /// <summary>The chunks of the current attempt.</summary>
    public required IReadOnlyList<T> Chunks { get; init; }

    /// <summary>How often the invocation has begun a new attempt.</summary>
    public required int ResetCount { get; init; }

    /// <summary>How the invocation ended; null while it goes on.</summary>
    public required StreamOutcome? Outcome { get; init; }
}

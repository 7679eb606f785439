using System.Diagnostics.CodeAnalysis;

namespace Agents;

/// <summary>What a callback is given about one invocation. Immutable; the lists are views that cost nothing to make.</summary>
/// <typeparam name="T">The type of the chunks.</typeparam>
public sealed record StreamUpdate<T>
{
    /// <summary>The invocation; null at the end of a node that was never invoked.</summary>
    public required InvocationId? Invocation { get; init; }

    /// <summary>The current attempt, from 1; 0 if there was none.</summary>
    public required int Attempt { get; init; }

    /// <summary>All chunks of the current attempt so far. Never null.</summary>
    public required IReadOnlyList<T> All { get; init; }

    /// <summary>The chunks that were not in the last call; after a reset, all of the current attempt. Never null.</summary>
    public required IReadOnlyList<T> New { get; init; }

    /// <summary>Whether the attempt has changed since the last call and chunks of the older one had been delivered.</summary>
    public required bool IsReset { get; init; }

    /// <summary>How often the invocation has begun a new attempt.</summary>
    public required int ResetCount { get; init; }

    /// <summary>Whether this is the last call. True exactly once.</summary>
    [MemberNotNullWhen(true, nameof(Outcome))]
    public required bool IsComplete { get; init; }

    /// <summary>How the invocation ended; null before the last call.</summary>
    public required StreamOutcome? Outcome { get; init; }

    /// <summary>What to resume after this update with.</summary>
    public required Cursor Cursor { get; init; }
}

using System.Diagnostics.CodeAnalysis;

namespace Agents;

/// <summary>What a callback is given about all invocations of a node. Immutable.</summary>
/// <typeparam name="T">The type of the chunks.</typeparam>
public sealed record StreamAllUpdate<T>
{
    /// <summary>All chunks of each invocation's current attempt so far. Never null.</summary>
    public required IReadOnlyDictionary<InvocationId, IReadOnlyList<T>> All { get; init; }

    /// <summary>
    /// The chunks that were not in the last call, for invocations that have some; after a reset of an invocation, all of
    /// its current attempt. Never null.
    /// </summary>
    public required IReadOnlyDictionary<InvocationId, IReadOnlyList<T>> New { get; init; }

    /// <summary>The invocations whose attempt has changed since the last call and that had delivered chunks before.</summary>
    public required IReadOnlySet<InvocationId> Resets { get; init; }

    /// <summary>How often invocations of the node have begun a new attempt, all together.</summary>
    public required int ResetCount { get; init; }

    /// <summary>How the invocations that have ended did so. Never null.</summary>
    public required IReadOnlyDictionary<InvocationId, StreamOutcome> Outcomes { get; init; }

    /// <summary>Whether this is the last call: all work of the run has ended. True exactly once.</summary>
    [MemberNotNullWhen(true, nameof(Outcome))]
    public required bool IsComplete { get; init; }

    /// <summary>How the run ended; null before the last call.</summary>
    public required StreamOutcome? Outcome { get; init; }

    /// <summary>What to resume after this update with.</summary>
    public required Cursor Cursor { get; init; }
}

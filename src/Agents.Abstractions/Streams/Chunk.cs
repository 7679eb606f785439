namespace Agents;

/// <summary>A chunk with its place.</summary>
/// <typeparam name="T">The type of the chunk.</typeparam>
/// <param name="Invocation">The invocation that wrote it.</param>
/// <param name="Attempt">The attempt that wrote it, from 1.</param>
/// <param name="Index">Its index in the attempt, from 0.</param>
/// <param name="Position">Its position in the run's log.</param>
/// <param name="Cursor">What to resume after it with.</param>
/// <param name="Timestamp">When it was recorded.</param>
/// <param name="Value">The chunk.</param>
public readonly record struct Chunk<T>(
    InvocationId Invocation, int Attempt, int Index, long Position, Cursor Cursor, DateTimeOffset Timestamp, T Value);

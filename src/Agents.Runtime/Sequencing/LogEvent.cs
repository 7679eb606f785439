namespace Agents.Runtime;

/// <summary>
/// An event of a run's log, in 32 bytes. Of chunks written in a row by one attempt the log keeps one event, the first:
/// the others follow from the positions in between.
/// </summary>
internal readonly struct LogEvent(
    EventKind kind, uint position, long ticks, int invocation, int attempt, int argument, object? payload)
{
    private readonly uint attemptAndKind = ((uint)attempt << 8) | (uint)kind;

    /// <summary>What belongs to the event and is not a number; its type follows from <see cref="Kind"/>.</summary>
    public object? Payload { get; } = payload;

    /// <summary>UTC, never decreasing within a run.</summary>
    public long Ticks { get; } = ticks;

    /// <summary>1, 2, 3 … without gaps.</summary>
    public uint Position { get; } = position;

    /// <summary>The ordinal of the invocation; 0 for events of the run.</summary>
    public int Invocation { get; } = invocation;

    /// <summary>
    /// <see cref="EventKind.Chunk"/>: the index. <see cref="EventKind.InvocationCompleted"/>: how many invocations were emitted.
    /// <see cref="EventKind.ScopeClosed"/>: how many items were gathered. <see cref="EventKind.HumanAsked"/> and what closes it:
    /// the question's number.
    /// </summary>
    public int Argument { get; } = argument;

    public EventKind Kind => (EventKind)(attemptAndKind & 0xFF);

    public int Attempt => (int)(attemptAndKind >> 8);

    public DateTimeOffset Timestamp => new(Ticks, TimeSpan.Zero);

    /// <summary>Whether this is the last event of a log.</summary>
    public bool IsEnd => Kind is EventKind.RunCompleted or EventKind.RunFailed or EventKind.RunCanceled;
}

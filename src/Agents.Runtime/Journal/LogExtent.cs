namespace Agents.Runtime;

/// <summary>An entry of the log: an event, and those behind it that follow from it.</summary>
/// <param name="Event">The first event of the entry.</param>
/// <param name="End">The position behind its last event.</param>
internal readonly record struct LogExtent(LogEvent Event, uint End)
{
    /// <summary>The event at one of the entry's positions. Of a chunk but the first its source knows the time.</summary>
    public LogEvent this[uint position] => (Event.Kind, position - Event.Position) switch
    {
        (_, 0) => Event,
        (EventKind.Chunk, var behind) =>
            new(EventKind.Chunk, position, Event.Ticks, Event.Invocation, Event.Attempt, Event.Argument + (int)behind, Event.Payload),
        (_, 1) => new(EventKind.ResultGiven, position, Event.Ticks, Event.Invocation, Event.Attempt, 0, Event.Payload),
        _ => new(EventKind.RunCompleted, position, Event.Ticks, 0, 0, 0, null),
    };

    /// <summary>Whether an entry, the last of a log, that begins with an event, goes on with the next event of that log.</summary>
    public static bool Continues(in LogEvent first, in LogEvent next) => next.Kind switch
    {
        EventKind.Chunk => first.Kind is EventKind.Chunk && ReferenceEquals(first.Payload, next.Payload),
        EventKind.ResultGiven => IsGivenBy(first, next, 1) && ReferenceEquals(first.Payload, next.Payload),
        // Between the two lies the result.
        EventKind.RunCompleted => IsGivenBy(first, next, 2),
        _ => false,
    };

    private static bool IsGivenBy(in LogEvent completed, in LogEvent next, uint behind) =>
        completed.Kind is EventKind.InvocationCompleted && completed.Position + behind == next.Position && completed.Ticks == next.Ticks;
}

using System.Text.Json;

namespace Agents.Runtime;

/// <summary>
/// Makes the events of a run of their bytes, one after the other: each refers to what those before it, which the run has taken in,
/// have led to. What it makes belongs to the run.
/// </summary>
internal sealed partial class EventDecoder(Run run)
{
    private AgentInfo Agent => run.Agent;

    private PayloadJson Payloads => Agent.Host.Payloads;

    /// <exception cref="EventUnreadableException">This build cannot make anything of it.</exception>
    public LogEvent Decode(ReadOnlySpan<byte> data, uint position)
    {
        try
        {
            var header = EventHeader.Read(ref data);
            return header.ToEvent(position, ReadPayload(header, data));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Types of users are at work here, which may throw anything.
            throw new EventUnreadableException(run.Id, position, exception.Message, exception);
        }
    }

    private object? ReadPayload(in EventHeader header, ReadOnlySpan<byte> data)
    {
        switch (header.Kind)
        {
            case EventKind.Chunk:
                return ReadChunk(AttemptOf(header), header.Argument, data);
            case EventKind.AttemptStarted:
                return ReadAttempt(header);
            case EventKind.ResultGiven:
                return AttemptOf(header);
            case EventKind.AttemptInterrupted or EventKind.RunCompleted or EventKind.HumanExpired or EventKind.HumanWithdrawn:
                return null;
        }

        var reader = new Utf8JsonReader(data);
        var json = JsonElement.ParseValue(ref reader);
        return header.Kind switch
        {
            EventKind.RunStarted => ReadStart(json),
            EventKind.AttemptFailed or EventKind.InvocationFailed or EventKind.RunFailed => ReadFailure(json),
            EventKind.InvocationCompleted => ReadCompletion(AttemptOf(header), json),
            EventKind.InvocationCanceled or EventKind.RunCanceled => json.GetString(),
            EventKind.ScopeClosed => ReadClosure(AttemptOf(header), json),
            EventKind.HumanAsked => ReadQuestion(AttemptOf(header), json),
            EventKind.HumanAnswered => ReadAnswer(header.Argument, json),
            EventKind.ChildStarted => ReadChild(json),
            EventKind.BudgetWarning => ReadWarning(json),
            _ => throw new FormatException($"Events of kind {header.Kind} cannot be read."),
        };
    }

    /// <summary>The newest attempt of the event's invocation.</summary>
    private InvocationAttempt AttemptOf(in EventHeader header) =>
        header.Invocation >= 1 && header.Invocation <= run.State.LastOrdinal && run.State[header.Invocation].Status is not InvocationStatus.Absent
            ? (InvocationAttempt)run.State[header.Invocation].Input
            : throw new FormatException($"It is of invocation {header.Invocation}, of which nothing is known.");

    private InvocationAttempt ReadAttempt(in EventHeader header)
    {
        var known = AttemptOf(header);
        var attempt = header.Attempt == 1 ? known : known.MakeNext();
        return attempt.Number == header.Attempt
            ? attempt
            : throw new FormatException($"Attempt {header.Attempt} of invocation {header.Invocation} does not follow attempt {known.Number}.");
    }

    private static IChunkSource ReadChunk(InvocationAttempt attempt, int index, ReadOnlySpan<byte> data)
    {
        var source = (IChunkSource)(attempt.Stream ?? throw new FormatException($"Node '{attempt.Node}' does not stream any more."));
        source.Restore(index, data);
        return source;
    }
}

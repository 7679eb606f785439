using System.Buffers;
using System.Text.Json;

namespace Agents.Runtime;

/// <summary>
/// Makes bytes of events. What users have handed over is JSON already, so nothing of theirs is called here. Everything is named as
/// on the wire: nodes, edges and human inputs by their names, never by types or by numbers that another build would give anew.
/// </summary>
internal static partial class EventEncoder
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    /// <summary>Makes the bytes of an event, under the run's lock, and lets go of the JSON that was kept for it.</summary>
    public static byte[] Encode(Run run, in LogEvent logEvent)
    {
        switch (logEvent.Kind)
        {
            case EventKind.AttemptStarted or EventKind.AttemptInterrupted or EventKind.ResultGiven or EventKind.RunCompleted or
                EventKind.HumanExpired or EventKind.HumanWithdrawn:
                return Encode(EventHeader.Of(logEvent), []);
            case EventKind.HumanAnswered:
                return Encode(EventHeader.Of(logEvent), ((HumanAnswer)logEvent.Payload!).Stored);
            default:
                var buffer = new ArrayBufferWriter<byte>(256);
                var header = EventHeader.Of(logEvent);
                buffer.Advance(header.Write(buffer.GetSpan(EventHeader.MaxLength)));
                using (var json = new Utf8JsonWriter(buffer, Unchecked))
                    WritePayload(json, run, logEvent);
                return buffer.WrittenSpan.ToArray();
        }
    }

    /// <summary>Makes the bytes of a chunk.</summary>
    public static byte[] EncodeChunk(in LogEvent chunk, ReadOnlySpan<byte> json) => Encode(EventHeader.Of(chunk), json);

    private static byte[] Encode(in EventHeader header, ReadOnlySpan<byte> payload)
    {
        Span<byte> start = stackalloc byte[EventHeader.MaxLength];
        return [.. start[..header.Write(start)], .. payload];
    }

    private static void WritePayload(Utf8JsonWriter json, Run run, in LogEvent logEvent)
    {
        switch (logEvent.Kind)
        {
            case EventKind.RunStarted:
                WriteStart(json, run, (IRunStart)logEvent.Payload!);
                break;
            case EventKind.AttemptFailed or EventKind.InvocationFailed or EventKind.RunFailed:
                WriteFailure(json, (AttemptFailure)logEvent.Payload!);
                break;
            case EventKind.InvocationCompleted:
                WriteCompletion(json, (InvocationAttempt)logEvent.Payload!);
                break;
            case EventKind.InvocationCanceled or EventKind.RunCanceled:
                json.WriteStringValue((string)logEvent.Payload!);
                break;
            case EventKind.ScopeClosed:
                WriteClosure(json, (ScopeClosure)logEvent.Payload!);
                break;
            case EventKind.HumanAsked:
                WriteQuestion(json, (HumanQuestion)logEvent.Payload!);
                break;
            case EventKind.ChildStarted:
                WriteChild(json, (ChildStart)logEvent.Payload!);
                break;
            case EventKind.BudgetWarning:
                WriteWarning(json, run, (BudgetUse)logEvent.Payload!);
                break;
            default:
                throw new InvalidOperationException($"Events of kind {logEvent.Kind} cannot be stored.");
        }
    }
}

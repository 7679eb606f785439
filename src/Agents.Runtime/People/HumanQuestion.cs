using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>
/// A question as the log holds it. It knows nothing of the run or the attempt that asked, so another log may hold it too.
/// Immutable.
/// </summary>
internal abstract class HumanQuestion(HumanInputDefinition input, string? key, TimeSpan? expiresAfter)
{
    private readonly long expiresAfterTicks = expiresAfter?.Ticks ?? 0;

    public HumanInputDefinition Input { get; } = input;

    public string? Key { get; } = key;

    /// <summary>How long it stands from its recording on; null for ever.</summary>
    public TimeSpan? ExpiresAfter => expiresAfterTicks == 0 ? null : new TimeSpan(expiresAfterTicks);

    /// <summary>With a journal: the question as JSON.</summary>
    public byte[]? Stored { get; set; }

    /// <summary>With a journal: writes the question for it, as long as it can be refused.</summary>
    public abstract void Store(PayloadJson payloads, string node);

    /// <summary>Writes an answer for the journal.</summary>
    public abstract byte[] WriteAnswer(object? answer, PayloadJson payloads, string node);

    /// <summary>The question as people see it.</summary>
    public abstract HumanRequest MakeRequest(Run run, string node, RecordedQuestion asked);

    /// <summary>Whether an attempt that asks the other asks this again. Calls user code.</summary>
    public abstract bool IsEqualTo(HumanQuestion other, PayloadJson payloads);

    /// <summary>Whether two answers to it are equal. Calls user code.</summary>
    public abstract bool AreEqualAnswers(object? left, object? right, PayloadJson payloads);

    /// <summary>Reads an answer to it. Calls user code.</summary>
    /// <exception cref="ArgumentException">It is not of the answers' type.</exception>
    public abstract object? ReadAnswer(JsonElement answer, PayloadJson payloads);

    public void CheckAnswer(object? answer)
    {
        if (answer is null && !Input.AnswerAllowsNull)
        {
            throw new ArgumentNullException(
                nameof(answer), $"'{Input.Name}' is answered with {Input.AnswerType.Name}, which is not nullable.");
        }
    }
}

/// <inheritdoc/>
internal sealed class HumanQuestion<TQuestion, TAnswer>(
    HumanInputDefinition input, TQuestion question, string? key, TimeSpan? expiresAfter) : HumanQuestion(input, key, expiresAfter)
{
    private readonly TQuestion question = question;

    public override void Store(PayloadJson payloads, string node) =>
        Stored = payloads.Write(question, node, $"question of '{Input.Name}'");

    public override byte[] WriteAnswer(object? answer, PayloadJson payloads, string node) =>
        payloads.Write((TAnswer)answer!, node, $"answer to '{Input.Name}'");

    public override HumanRequest MakeRequest(Run run, string node, RecordedQuestion asked) => new HumanRequest<TQuestion, TAnswer>
    {
        Id = new HumanRequestId(run.Id, asked.Number),
        Agent = run.Agent.Name,
        Node = node,
        Invocation = new InvocationId(run.Id, asked.Invocation),
        Input = Input.Name,
        Key = Key,
        AskedAt = new DateTimeOffset(asked.Ticks, TimeSpan.Zero),
        ExpiresAt = ExpiresAfter is { } after
            ? new DateTimeOffset(asked.Ticks + Math.Min(after.Ticks, DateTimeOffset.MaxValue.Ticks - asked.Ticks), TimeSpan.Zero)
            : null,
        Question = question,
    };

    public override bool IsEqualTo(HumanQuestion other, PayloadJson payloads) =>
        other is HumanQuestion<TQuestion, TAnswer> same && payloads.AreEqual(question, same.question, null);

    public override bool AreEqualAnswers(object? left, object? right, PayloadJson payloads) =>
        payloads.AreEqual((TAnswer?)left, (TAnswer?)right, null);

    public override object? ReadAnswer(JsonElement answer, PayloadJson payloads)
    {
        if (answer.ValueKind is JsonValueKind.Undefined)
            throw new ArgumentException($"The answer to '{Input.Name}' is no JSON: the element is a default one.", nameof(answer));
        try
        {
            return answer.Deserialize((JsonTypeInfo<TAnswer>)payloads.JsonOptions.GetTypeInfo(typeof(TAnswer)));
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException(
                $"The answer to '{Input.Name}' of type {typeof(TAnswer)} cannot be read from JSON; give its metadata to AddJson. " +
                exception.Message, nameof(answer), exception);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException(
                $"The answer to '{Input.Name}' is no valid {typeof(TAnswer)}: {exception.Message}", nameof(answer), exception);
        }
    }
}

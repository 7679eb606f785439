using System.Text.Json;

namespace Agents.Runtime;

/// <content>The payloads of the kinds.</content>
internal static partial class EventEncoder
{
    private static void WriteStart(Utf8JsonWriter json, Run run, IRunStart start)
    {
        json.WriteStartObject();
        json.WriteString("agent", start.Agent);
        json.WriteString("version", run.Agent.Definition.Version);
        json.WriteString("graph", start.Fingerprint);
        if (start.Options is { } options)
            WriteOptions(json, options, start.Metadata);
        if (start.Parent is { } parent)
            json.WriteString("parent", parent.ToString());
        if (start.Origin is { } origin)
            WriteOrigin(json, run, origin);
        WriteInvocation(json, "entry", (InvocationAttempt)start.Input);
        json.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter json, RunOptions options, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject("options");
        if (options.Key is not null)
            json.WriteString("key", options.Key);
        if (options.Timeout is { } timeout)
            json.WriteNumber("timeout", timeout.Ticks);
        if (options.MaxAttempts is { } attempts)
            json.WriteNumber("maxAttempts", attempts);
        if (options.AttemptTimeout is { } attemptTimeout)
            json.WriteNumber("attemptTimeout", attemptTimeout.Ticks);
        if (options.Detached)
            json.WriteBoolean("detached", true);
        if (options.Metadata is not null)
        {
            json.WriteStartObject("metadata");
            foreach (var (key, value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteOrigin(Utf8JsonWriter json, Run run, ForkOrigin origin)
    {
        json.WriteStartObject("origin");
        json.WriteString("run", origin.Run.ToString());
        json.WriteNumber("reserved", run.State.ReservedOrdinals);
        json.WriteStartArray("changes");
        for (var index = 0; index < origin.Changes.Count; index++)
        {
            var change = origin.Changes[index];
            json.WriteStartObject();
            json.WriteNumber("invocation", change.Invocation.Ordinal);
            json.WriteString("node", run.Agent.Nodes[change.Node].Name);
            json.WritePropertyName("input");
            json.WriteRawValue(origin.Stored![index], skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, string? property, InvocationAttempt invocation)
    {
        if (property is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(property);
        json.WriteString("node", invocation.NodeInfo.Name);
        if (invocation.ReservedOrdinal > 0)
            json.WriteNumber("ordinal", invocation.ReservedOrdinal);
        json.WritePropertyName("input");
        json.WriteRawValue(invocation.Extras.StoredInput!, skipInputValidation: true);
        json.WriteEndObject();
        invocation.Extras.StoredInput = null;
    }

    private static void WriteCompletion(Utf8JsonWriter json, InvocationAttempt attempt)
    {
        json.WriteStartObject();
        if (attempt.IsFromCache)
            json.WriteBoolean("cached", true);
        if (attempt.ExtrasIfAny is { StoredReturn: { } returned } extras)
        {
            json.WritePropertyName(attempt.HasResult ? "result" : "start");
            json.WriteRawValue(returned, skipInputValidation: true);
            extras.StoredReturn = null;
        }

        if (attempt.FirstEmission is not null)
        {
            json.WriteStartArray("emits");
            for (var emission = attempt.FirstEmission; emission is not null; emission = emission.Next)
            {
                if (emission is InvocationAttempt invocation)
                    WriteInvocation(json, null, invocation);
                else
                    WriteItem(json, attempt, (IStoredItem)emission);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, InvocationAttempt attempt, IStoredItem item)
    {
        var edge = Array.IndexOf(attempt.NodeInfo.Targets, item.Target);
        json.WriteStartObject();
        json.WriteString("edge", attempt.NodeInfo.Definition.Edges[edge].Name);
        json.WritePropertyName("item");
        json.WriteRawValue(item.Json!, skipInputValidation: true);
        json.WriteEndObject();
        item.Json = null;
    }

    private static void WriteFailure(Utf8JsonWriter json, AttemptFailure failure)
    {
        json.WriteStartObject();
        json.WriteString("code", failure.Info.Code);
        json.WriteString("message", failure.Info.Message);
        if (failure.Info.TypeName is not null)
            json.WriteString("type", failure.Info.TypeName);
        if (failure.Info.Details is not null)
            json.WriteString("details", failure.Info.Details);
        if (failure.RetryAt is { } due)
            json.WriteNumber("retryAt", due.UtcTicks);
        json.WriteEndObject();
    }

    private static void WriteClosure(Utf8JsonWriter json, ScopeClosure closure)
    {
        json.WriteStartObject();
        if (closure.IsFinishedEarly)
            json.WriteBoolean("early", true);
        if (((InvocationAttempt)closure.Aggregate).ReservedOrdinal is > 0 and var ordinal)
            json.WriteNumber("ordinal", ordinal);
        json.WriteEndObject();
    }

    private static void WriteQuestion(Utf8JsonWriter json, HumanQuestion question)
    {
        json.WriteStartObject();
        json.WriteString("input", question.Input.Name);
        if (question.Key is not null)
            json.WriteString("key", question.Key);
        if (question.ExpiresAfter is { } after)
            json.WriteNumber("expiresAfter", after.Ticks);
        json.WritePropertyName("question");
        json.WriteRawValue(question.Stored!, skipInputValidation: true);
        json.WriteEndObject();
    }

    private static void WriteChild(Utf8JsonWriter json, ChildStart child)
    {
        json.WriteStartObject();
        json.WriteString("run", child.Id.ToString());
        json.WriteString("agent", child.Agent);
        if (child.Place.Key is not null)
            json.WriteString("key", child.Place.Key);
        else
            json.WriteNumber("number", child.Place.Number);
        json.WriteNumber("generation", child.Generation);
        json.WriteEndObject();
    }

    private static void WriteWarning(Utf8JsonWriter json, Run run, BudgetUse use)
    {
        json.WriteStartObject();
        json.WriteString("budget", use.Kind.ToString());
        json.WriteNumber("used", use.Used);
        json.WriteNumber("limit", use.Limit);
        if (use.Node >= 0)
            json.WriteString("node", run.Agent.Nodes[use.Node].Name);
        json.WriteEndObject();
    }
}

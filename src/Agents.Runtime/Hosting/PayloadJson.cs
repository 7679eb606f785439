using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>
/// The JSON of payloads, and all questions of their equality: the one place that answers them.
/// </summary>
internal sealed class PayloadJson
{
    public PayloadJson(IEnumerable<AgentDefinition> agents, IEnumerable<AgentJsonResolver> resolvers)
    {
        // Our unions come first: another resolver would know them without their cases.
        JsonOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowOutOfOrderMetadataProperties = true,
            TypeInfoResolver = JsonTypeInfoResolver.Combine([
                .. agents.SelectMany(static agent => agent.JsonResolvers).Distinct(),
                .. resolvers.Select(static resolver => resolver.Resolver),
                .. Reflection()]),
        };
        JsonOptions.MakeReadOnly();
    }

    public JsonSerializerOptions JsonOptions { get; }

    /// <summary>
    /// Whether two payloads are equal: by the comparer, else by the type's own equality or, where that says no, as JSON.
    /// </summary>
    public bool AreEqual<T>(T left, T right, IEqualityComparer<T>? comparer)
    {
        if (comparer is not null)
            return comparer.Equals(left, right);
        if (EqualityComparer<T>.Default.Equals(left, right))
            return true;
        if (left is null || right is null)
            return false;
        try
        {
            return JsonOptions.TryGetTypeInfo(typeof(T), out var info) && info is JsonTypeInfo<T> typed &&
                JsonElement.DeepEquals(JsonSerializer.SerializeToElement(left, typed), JsonSerializer.SerializeToElement(right, typed));
        }
        catch (NotSupportedException)
        {
            // A type that has no JSON has no equality as JSON either.
            return false;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether two inputs of a node are equal.</summary>
    public bool AreEqualInputs<TInput>(TInput left, TInput right, NodeInput<TInput> input)
    {
        if (EqualityComparer<TInput>.Default.Equals(left, right))
            return true;
        try
        {
            return JsonElement.DeepEquals(Write(left), Write(right));
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException)
        {
            // What has no JSON has no equality as JSON either.
            return false;
        }

        JsonElement Write(TInput value)
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            using var json = new Utf8JsonWriter(buffer);
            json.WriteStartObject();
            input.Write(new NodeInputWriter(json, JsonOptions), value);
            json.WriteEndObject();
            json.Flush();
            return JsonElement.Parse(buffer.WrittenSpan);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Guarded by the feature switch, which trimming turns off.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Guarded by the feature switch, which AOT turns off.")]
    private static IEnumerable<IJsonTypeInfoResolver> Reflection() =>
        JsonSerializer.IsReflectionEnabledByDefault ? [new DefaultJsonTypeInfoResolver()] : [];
}

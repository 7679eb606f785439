using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>
/// The JSON of payloads, and all questions of their equality: the one place that answers them.
/// </summary>
internal sealed partial class PayloadJson
{
    public PayloadJson(IEnumerable<AgentDefinition> agents, IEnumerable<AgentJsonResolver> resolvers)
    {
        // Our unions come first: another resolver would know them without their cases.
        JsonOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowOutOfOrderMetadataProperties = true,
            // Tuples, and many small structs, have nothing but fields.
            IncludeFields = true,
            TypeInfoResolver = JsonTypeInfoResolver.Combine([
                .. agents.SelectMany(static agent => agent.JsonResolvers).Distinct(),
                .. resolvers.Select(static resolver => resolver.Resolver),
                BuiltInJson.Resolver,
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
        if (left is null || right is null || left.GetType() != right.GetType())
            return false;
        try
        {
            // By the type that they are of, so that nothing of them is left out. One that shows nothing tells nothing.
            return JsonOptions.TryGetTypeInfo(left.GetType(), out var info) &&
                info is not { Kind: JsonTypeInfoKind.Object, Properties.Count: 0 } &&
                JsonElement.DeepEquals(JsonSerializer.SerializeToElement(left, info), JsonSerializer.SerializeToElement(right, info));
        }
        catch (Exception)
        {
            // A payload that has no JSON, be it that its own code throws, has no equality as JSON either.
            return false;
        }
    }

    /// <summary>Whether two inputs of a node are equal, by their own equality or else as JSON.</summary>
    /// <exception cref="InvalidOperationException">They are not equal by their own, and have no JSON to compare.</exception>
    public bool AreEqualInputs<TInput>(TInput left, TInput right, NodeInput<TInput> input)
    {
        if (EqualityComparer<TInput>.Default.Equals(left, right))
            return true;
        try
        {
            return JsonElement.DeepEquals(Write(left), Write(right));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"The inputs ({string.Join(", ", input.Parameters.Select(static parameter => parameter.Name))}) of a start " +
                "cannot be compared with those of the run that is there: they have neither value equality nor JSON. Give their types value " +
                $"equality, or their JSON metadata to AddJson. {exception.Message}", exception);
        }

        JsonElement Write(TInput value) => JsonElement.Parse(WriteInputs(value, input));
    }

    /// <summary>A text that is the same for inputs that are equal as JSON, and else differs.</summary>
    /// <exception cref="InvalidOperationException">They have no JSON.</exception>
    public string HashInputs<TInput>(string node, TInput value, NodeInput<TInput> input)
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(WriteInputs(value, input)));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"What node '{node}' gives is to be cached, but its inputs " +
                $"({string.Join(", ", input.Parameters.Select(static parameter => parameter.Name))}) cannot be written as JSON, by " +
                $"which they are compared. Give their JSON metadata to AddJson, or take CacheSeconds away. {exception.Message}", exception);
        }
    }

    private ReadOnlySpan<byte> WriteInputs<TInput>(TInput value, NodeInput<TInput> input, bool asDeclared = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        input.Write(new NodeInputWriter(json, JsonOptions) { AsDeclared = asDeclared }, value);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Guarded by the feature switch, which trimming turns off.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Guarded by the feature switch, which AOT turns off.")]
    private static IEnumerable<IJsonTypeInfoResolver> Reflection() =>
        JsonSerializer.IsReflectionEnabledByDefault ? [new DefaultJsonTypeInfoResolver()] : [];
}

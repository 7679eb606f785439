using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Agents.Infrastructure;

/// <summary>One input of a node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsOptional">Whether a starter may leave it out, for it has a default value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record NodeParameter(string Name, Type Type, bool IsOptional = false);

/// <summary>The inputs of a node: their names and types, and how they become JSON and come from it.</summary>
/// <typeparam name="TInput">
/// <see cref="ValueTuple"/> for no input, the type itself for one, a tuple for several.
/// </typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NodeInput<TInput>
{
    /// <summary>The inputs in order.</summary>
    public IReadOnlyList<NodeParameter> Parameters { get; init; } = [];

    /// <summary>Throws <see cref="ArgumentNullException"/> where a null is not allowed; null if nothing can be wrong.</summary>
    public Action<TInput>? Check { get; init; }

    /// <summary>Reads the inputs from a JSON object.</summary>
    public required Func<NodeInputReader, TInput> Read { get; init; }

    /// <summary>Writes the inputs as properties of a JSON object.</summary>
    public required Action<NodeInputWriter, TInput> Write { get; init; }
}

/// <summary>Reads the inputs of a node from a JSON object.</summary>
/// <param name="json">The object.</param>
/// <param name="options">The host's JSON options.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NodeInputReader(JsonElement json, JsonSerializerOptions options)
{
    /// <summary>The object itself.</summary>
    public JsonElement Json => json;

    /// <summary>Reads a required input.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The input is missing, null where it may not be, or not of its type.</exception>
    public T Get<T>(string name) => TryGet<T>(name, out var value)
        ? value
        : throw new ArgumentException($"The input '{name}' is missing from the JSON object. Give it as a property.", name);

    /// <summary>Reads an input that has a default value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="defaultValue">What it is where the object does not hold it.</param>
    /// <exception cref="ArgumentException">The input is not of its type.</exception>
    public T Get<T>(string name, T defaultValue) => TryGet<T>(name, out var value) ? value : defaultValue;

    private bool TryGet<T>(string name, out T value)
    {
        value = default!;
        if (json.ValueKind is not JsonValueKind.Object)
            throw new ArgumentException($"Inputs are a JSON object with one property per input, not {json.ValueKind}.", name);
        if (!json.TryGetProperty(name, out var property))
            return false;
        try
        {
            value = property.Deserialize((JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)))!;
            return true;
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException(
                $"The input '{name}' of type {typeof(T)} cannot be read from JSON; give its metadata to AddJson. {exception.Message}",
                name, exception);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The input '{name}' is no valid {typeof(T)}: {exception.Message}", name, exception);
        }
    }
}

/// <summary>Writes the inputs of a node as properties of a JSON object.</summary>
/// <param name="json">Where to.</param>
/// <param name="options">The host's JSON options.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NodeInputWriter(Utf8JsonWriter json, JsonSerializerOptions options)
{
    /// <summary>
    /// Whether inputs are written as what they are declared as, to be read again; else they are only to be compared. False by default.
    /// </summary>
    public bool AsDeclared { get; init; }

    /// <summary>
    /// Writes one input. To be compared: an object by the type that it is of, so that nothing of it is left out; what is within by
    /// declared types.
    /// </summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="NotSupportedException">Its type has no JSON, or shows nothing to it.</exception>
    public void Set<T>(string name, T value)
    {
        json.WritePropertyName(name);
        var declared = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        if (AsDeclared)
        {
            ThrowUnlessAsDeclared(value, declared);
            JsonSerializer.Serialize(json, value, declared);
            return;
        }

        if (value is null || value.GetType() == typeof(T) || declared is not { Kind: JsonTypeInfoKind.Object, PolymorphismOptions: null })
        {
            ThrowIfBlank(value, declared);
            JsonSerializer.Serialize(json, value, declared);
            return;
        }

        var type = value.GetType();
        var own = options.GetTypeInfo(type);
        ThrowIfBlank(value, own);
        json.WriteStartArray();
        json.WriteStringValue(type.FullName);
        JsonSerializer.Serialize(json, value, own);
        json.WriteEndArray();
    }

    /// <summary>Writes all properties of a JSON object as they are.</summary>
    /// <param name="inputs">The object.</param>
    public void SetAll(JsonElement inputs)
    {
        foreach (var property in inputs.EnumerateObject())
            property.WriteTo(json);
    }

    /// <summary>Refuses a value that would not be read again as what it is.</summary>
    /// <param name="value">The value.</param>
    /// <param name="declared">What it is declared as.</param>
    /// <exception cref="NotSupportedException">It is of a derived type, or declared as <see cref="object"/>.</exception>
    public static void ThrowUnlessAsDeclared<T>(T value, JsonTypeInfo<T> declared)
    {
        ArgumentNullException.ThrowIfNull(declared);
        if (value is null || typeof(T).IsValueType || value.GetType() == typeof(T) || declared.PolymorphismOptions is not null)
            return;
        if (declared.Kind is JsonTypeInfoKind.Object || typeof(T) == typeof(object))
        {
            throw new NotSupportedException(
                $"The value is a {value.GetType()}, declared as {typeof(T)}: as that it would be read again, and what it has more would be " +
                "lost. Declare the type that it is of, or make the declared one a [ChunkUnion] or give it [JsonDerivedType].");
        }
    }

    private static void ThrowIfBlank(object? value, JsonTypeInfo info)
    {
        if (value is not null && info is { Kind: JsonTypeInfoKind.Object, PolymorphismOptions: null, Properties.Count: 0 })
            throw new NotSupportedException($"{info.Type} shows nothing to JSON, so its values cannot be told apart by it.");
    }
}

using System.Text.Json;

namespace Agents.Runtime;

/// <summary>The start of a run as it is stored: what is needed to make the run.</summary>
internal sealed record StoredStart
{
    public required string Agent { get; init; }

    /// <summary>The graph that the run was started with.</summary>
    public required string Fingerprint { get; init; }

    public required RunOptions? Options { get; init; }

    /// <summary>The invocation that started it; null for a run of its own.</summary>
    public required InvocationId? Parent { get; init; }

    /// <summary>Of a fork: up to which ordinals are left to what it takes over.</summary>
    public required int ReservedOrdinals { get; init; }

    /// <exception cref="FormatException">The event is no start of a run.</exception>
    public static StoredStart Read(ReadOnlySpan<byte> data)
    {
        if (EventHeader.Read(ref data).Kind is not EventKind.RunStarted)
            throw new FormatException("The log does not begin with the start of a run.");
        var reader = new Utf8JsonReader(data);
        var json = JsonElement.ParseValue(ref reader);
        return new StoredStart
        {
            Agent = json.GetProperty("agent").GetString()!,
            Fingerprint = json.GetProperty("graph").GetString()!,
            Options = json.TryGetProperty("options", out var options) ? ReadOptions(options) : null,
            Parent = json.TryGetProperty("parent", out var parent) ? InvocationId.Parse(parent.GetString()!) : null,
            ReservedOrdinals = json.TryGetProperty("origin", out var origin) ? origin.GetProperty("reserved").GetInt32() : 0,
        };
    }

    private static RunOptions ReadOptions(JsonElement json) => new()
    {
        Key = json.TryGetProperty("key", out var key) ? key.GetString() : null,
        Timeout = json.TryGetProperty("timeout", out var timeout) ? TimeSpan.FromTicks(timeout.GetInt64()) : null,
        MaxAttempts = json.TryGetProperty("maxAttempts", out var attempts) ? attempts.GetInt32() : null,
        AttemptTimeout = json.TryGetProperty("attemptTimeout", out var attemptTimeout)
            ? TimeSpan.FromTicks(attemptTimeout.GetInt64())
            : null,
        Detached = json.TryGetProperty("detached", out _),
        Metadata = json.TryGetProperty("metadata", out var metadata)
            ? metadata.EnumerateObject().ToDictionary(static pair => pair.Name, static pair => pair.Value.GetString()!)
            : null,
    };
}

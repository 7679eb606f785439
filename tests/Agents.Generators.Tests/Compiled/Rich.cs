using System.Text.Json.Serialization;

namespace Agents.Generators.Tests.Compiled;

/// <summary>A union that uses all that cases may have.</summary>
[ChunkUnion(Discriminator = "kind")]
internal abstract partial record Rich(string Source)
{
    public string? Note { get; init; }

    [ChunkCase("begun")]
    public sealed record Started(string Title, string Source, int? Priority = 5) : Rich(Source)
    {
        public string Init { get; init; } = "initial";
        public int Computed => throw new InvalidOperationException($"{Title}: computed properties are not written.");
    }

    public sealed record Measured() : Rich("measured")
    {
        public required decimal Value { get; init; }
        public string[]? Details { get; set; }

        [JsonPropertyName("failure"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Uri? Error { get; init; }

        [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))]
        public DayOfWeek Day { get; set; }

        [JsonIgnore]
        public string Secret { get; init; } = "kept";
    }

    public sealed record Within(ItemChunk Inner, IReadOnlyList<Summary> Summaries) : Rich("within");
}

// The cases are listed for the types of their members: the union's own JSON is asked first.
[JsonSerializable(typeof(Rich))]
[JsonSerializable(typeof(Rich.Started))]
[JsonSerializable(typeof(Rich.Measured))]
[JsonSerializable(typeof(Rich.Within))]
[JsonSerializable(typeof(ItemChunk))]
[JsonSerializable(typeof(Envelope))]
internal sealed partial class UserContext : JsonSerializerContext;

internal sealed record Envelope(string Title, ItemChunk Chunk);

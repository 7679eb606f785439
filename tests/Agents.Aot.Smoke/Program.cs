using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Agents;
using Agents.Infrastructure;

// Published as native code, where nothing can be reflected upon: what is generated for a union must suffice by itself, and
// must hold its own beside a user's context.
IReadOnlyList<Step> steps =
[
    new Step.Started("warm-up", 3) { Note = "init", Source = "base" },
    new Step.Started("without note", Priority: 9),
    new Step.Measured { Value = 1.5m, At = DateTimeOffset.UnixEpoch, Took = TimeSpan.FromSeconds(2), Id = Guid.Empty, Error = null },
    new Step.Done(),
];

Check("alone", Step.JsonResolver, BuiltInJson.Resolver);
Check("with a context", Step.JsonResolver, SmokeContext.Default, BuiltInJson.Resolver);

var options = OptionsOf(Step.JsonResolver, SmokeContext.Default, BuiltInJson.Resolver);
var nested = new Report("weekly", steps[0]);
var text = JsonSerializer.Serialize(nested, (JsonTypeInfo<Report>)options.GetTypeInfo(typeof(Report)));
Require(JsonSerializer.Deserialize(text, (JsonTypeInfo<Report>)options.GetTypeInfo(typeof(Report))) == nested, text);

// So must modules, with all that their graphs can have.
var survey = await Survey.RunAsync();
Console.WriteLine($"survey: {survey}");
Require(survey == "crater of 3", survey);
Console.WriteLine("OK");
return 0;

void Check(string name, params IJsonTypeInfoResolver[] resolvers)
{
    var options = OptionsOf(resolvers);
    var type = (JsonTypeInfo<Step>)options.GetTypeInfo(typeof(Step));
    foreach (var step in steps)
    {
        var json = JsonSerializer.Serialize(step, type);
        Console.WriteLine($"{name}: {json}");
        Require(JsonSerializer.Deserialize(json, type) == step, json);
        Require(!json.Contains("Computed", StringComparison.Ordinal), json);
    }

    Require(JsonSerializer.Deserialize("""{"Title":"late","Priority":1,"kind":"begun"}""", type) is Step.Started { Title: "late" }, name);
}

static JsonSerializerOptions OptionsOf(params IJsonTypeInfoResolver[] resolvers) => new()
{
    TypeInfoResolver = JsonTypeInfoResolver.Combine(resolvers),
    AllowOutOfOrderMetadataProperties = true,
};

static void Require(bool condition, string what)
{
    if (!condition)
        throw new InvalidOperationException("Did not come back as it went: " + what);
}

internal sealed record Report(string Title, Step Last);

[JsonSerializable(typeof(Report)), JsonSerializable(typeof(string[]))]
internal sealed partial class SmokeContext : JsonSerializerContext;

[ChunkUnion(Discriminator = "kind")]
internal abstract partial record Step
{
    public string? Source { get; init; }

    [ChunkCase("begun")]
    public sealed record Started(string Title, int Priority = 5) : Step
    {
        public string? Note { get; init; } = "none";

        public int Computed => throw new InvalidOperationException($"{Title}: a computed property is not written.");
    }

    public sealed record Measured : Step
    {
        public required decimal Value { get; init; }
        public required DateTimeOffset? At { get; set; }
        public TimeSpan Took { get; set; }
        public Guid Id { get; init; }

        [JsonPropertyName("failure"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Uri? Error { get; init; }
    }

    public sealed record Done : Step;
}

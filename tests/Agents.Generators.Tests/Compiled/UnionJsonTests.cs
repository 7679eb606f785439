using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Agents.Infrastructure;

namespace Agents.Generators.Tests.Compiled;

/// <summary>The JSON of unions: the same by itself, before reflection, and before a user's context.</summary>
public class UnionJsonTests
{
    public static TheoryData<string> Chains => new("reflection", "context", "context and scalars");

    private static JsonSerializerOptions OptionsOf(string chain) => new()
    {
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(
        [
            ItemChunk.JsonResolver, Rich.JsonResolver,
            .. chain switch
            {
                "reflection" => new IJsonTypeInfoResolver[] { new DefaultJsonTypeInfoResolver() },
                "context" => [UserContext.Default],
                _ => [UserContext.Default, BuiltInJson.Resolver],
            },
        ]),
    };

    private static string Write<T>(T value, string chain) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)OptionsOf(chain).GetTypeInfo(typeof(T)));

    private static T? Read<T>(string json, string chain) => JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)OptionsOf(chain).GetTypeInfo(typeof(T)));

    [Theory]
    [MemberData(nameof(Chains))]
    public void Cases_come_back_as_they_went(string chain)
    {
        ItemChunk[] chunks = [new ItemChunk.Progress(1, 0, "a"), new ItemChunk.Completed("a", "b")];
        Assert.Equal("""{"$type":"progress","Processed":1,"Total":0,"CurrentItem":"a"}""", Write(chunks[0], chain));
        Assert.Equal("""{"$type":"completed","Item":"a","Result":"b"}""", Write(chunks[1], chain));
        Assert.All(chunks, chunk => Assert.Equal(chunk, Read<ItemChunk>(Write(chunk, chain), chain)));
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void Members_of_every_kind_come_back(string chain)
    {
        var started = new Rich.Started("t", "s") { Init = "changed", Note = "n" };
        var json = Write<Rich>(started, chain);
        Assert.Equal("""{"kind":"begun","Title":"t","Source":"s","Priority":5,"Init":"changed","Note":"n"}""", json);
        Assert.Equal(started, Read<Rich>(json, chain));

        var measured = new Rich.Measured { Value = 1.50m, Day = DayOfWeek.Friday, Secret = "lost" };
        json = Write<Rich>(measured, chain);
        Assert.Equal("""{"kind":"measured","Value":1.50,"Details":null,"Day":"Friday","Source":"measured","Note":null}""", json);
        Assert.Equal(measured with { Secret = "kept" }, Read<Rich>(json, chain));
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void Unions_stand_within_unions_and_other_payloads(string chain)
    {
        var within = (Rich.Within)Read<Rich>(Write<Rich>(new Rich.Within(new ItemChunk.Completed("i", "r"), [new("ok", 1)]), chain), chain)!;
        Assert.Equal(new ItemChunk.Completed("i", "r"), within.Inner);
        Assert.Equal([new Summary("ok", 1)], within.Summaries);

        var envelope = new Envelope("t", new ItemChunk.Progress(1, 2, "p"));
        Assert.Equal(envelope, Read<Envelope>(Write(envelope, chain), chain));
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void A_missing_value_takes_the_default(string chain)
    {
        Assert.Equal(new Rich.Started("t", "s"), Read<Rich>("""{"kind":"begun","Title":"t","Source":"s"}""", chain));
        var error = Assert.Throws<JsonException>(() => Read<Rich>("""{"kind":"measured"}""", chain));
        Assert.Contains("Value", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void The_discriminator_may_come_late(string chain) =>
        Assert.Equal(new ItemChunk.Completed("a", "b"), Read<ItemChunk>("""{"Item":"a","Result":"b","$type":"completed"}""", chain));

    [Fact]
    public void Naming_policies_are_respected()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = JsonTypeInfoResolver.Combine(ItemChunk.JsonResolver, BuiltInJson.Resolver) };
        var type = (JsonTypeInfo<ItemChunk>)options.GetTypeInfo(typeof(ItemChunk));
        var json = JsonSerializer.Serialize(new ItemChunk.Completed("a", "b"), type);
        Assert.Equal("""{"$type":"completed","item":"a","result":"b"}""", json);
        Assert.Equal(new ItemChunk.Completed("a", "b"), JsonSerializer.Deserialize(json, type));
    }

    [Fact]
    public void Null_is_refused_on_request()
    {
        var options = new JsonSerializerOptions
        {
            RespectNullableAnnotations = true,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(ItemChunk.JsonResolver, BuiltInJson.Resolver),
        };
        var type = (JsonTypeInfo<ItemChunk>)options.GetTypeInfo(typeof(ItemChunk));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"$type":"completed","Item":null,"Result":"b"}""", type));
    }

    [Fact]
    public void A_case_as_such_needs_no_discriminator() =>
        Assert.Equal(new ItemChunk.Completed("a", "b"), Read<ItemChunk.Completed>("""{"Item":"a","Result":"b"}""", "context and scalars"));

    [Theory]
    [InlineData(typeof(string)), InlineData(typeof(int?)), InlineData(typeof(decimal)), InlineData(typeof(Guid?)), InlineData(typeof(DateTimeOffset))]
    [InlineData(typeof(DateOnly)), InlineData(typeof(TimeSpan?)), InlineData(typeof(Uri)), InlineData(typeof(byte[])), InlineData(typeof(JsonElement))]
    public void Scalars_are_known_without_reflection(Type type)
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = BuiltInJson.Resolver };
        Assert.Equal(type, options.GetTypeInfo(type).Type);
        Assert.False(options.TryGetTypeInfo(typeof(Summary), out _));
    }
}

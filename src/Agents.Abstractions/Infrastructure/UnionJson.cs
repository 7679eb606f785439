using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Agents.Infrastructure;

/// <summary>
/// Knows the JSON of a union and its cases, without reflection. Only what comes in again is written: parameters of the
/// constructor and members that can be set.
/// </summary>
/// <typeparam name="TUnion">The union.</typeparam>
/// <param name="discriminator">The JSON property that tells the case.</param>
/// <param name="cases">The cases.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UnionJson<TUnion>(string discriminator, IReadOnlyList<UnionCaseJson> cases) : IJsonTypeInfoResolver
    where TUnion : class
{
    /// <inheritdoc/>
    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
    {
        if (type == typeof(TUnion))
            return CreateInfo(options);
        foreach (var @case in cases)
        {
            if (type == @case.Type)
                return @case.CreateInfo(options);
        }

        return null;
    }

    private JsonTypeInfo<TUnion> CreateInfo(JsonSerializerOptions options)
    {
        var info = JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<TUnion>
        {
            PropertyMetadataInitializer = static _ => [],
        });
        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = discriminator };
        foreach (var @case in cases)
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(@case.Type, @case.Discriminator));
        return info;
    }
}

/// <summary>The JSON of a case of a union.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class UnionCaseJson
{
    private protected UnionCaseJson(string discriminator)
    {
        Discriminator = discriminator;
    }

    /// <summary>The case's name on the wire.</summary>
    public string Discriminator { get; }

    /// <summary>The case.</summary>
    public abstract Type Type { get; }

    internal abstract JsonTypeInfo CreateInfo(JsonSerializerOptions options);
}

/// <summary>The JSON of a case of a union.</summary>
/// <typeparam name="TCase">The case.</typeparam>
/// <param name="discriminator">The case's name on the wire.</param>
/// <param name="create">Makes a case of the values of the members that are given, in the order of the members.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UnionCaseJson<TCase>(string discriminator, Func<object?[], TCase> create) : UnionCaseJson(discriminator)
    where TCase : class
{
    /// <summary>The members: those that are given first.</summary>
    public IReadOnlyList<UnionMemberJson<TCase>> Members { get; init; } = [];

    /// <inheritdoc/>
    public override Type Type => typeof(TCase);

    internal override JsonTypeInfo CreateInfo(JsonSerializerOptions options)
    {
        var given = Members.Where(member => member.IsGiven).ToArray();
        return JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<TCase>
        {
            ObjectCreator = given.Length == 0 ? () => create([]) : null,
            ObjectWithParameterizedConstructorCreator = given.Length == 0 ? null : create,
            ConstructorParameterMetadataInitializer = given.Length == 0
                ? null
                : () => [.. given.Select((member, position) => member.CreateParameter(position))],
            PropertyMetadataInitializer = _ => [.. Members.Select(member => member.CreateProperty(options))],
        });
    }
}

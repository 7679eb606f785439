using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Agents.Infrastructure;

/// <summary>The JSON of a member of a union's case.</summary>
/// <typeparam name="TCase">The case.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class UnionMemberJson<TCase>
{
    private protected UnionMemberJson(string name)
    {
        Name = name;
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The parameter of the constructor that gives the value; null where none does.</summary>
    public string? Parameter { get; init; }

    /// <summary>Whether the member must be set when a case is made.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether null is no value of the member.</summary>
    public bool RefusesNull { get; init; }

    /// <summary>The name in JSON, whatever the options' naming policy; null for the policy's.</summary>
    public string? JsonName { get; init; }

    /// <summary>When the member is left out; null for what the options say.</summary>
    public JsonIgnoreCondition? Ignore { get; init; }

    /// <summary>What writes and reads the value; null for what the options say.</summary>
    public JsonConverter? Converter { get; init; }

    internal bool IsGiven => Parameter is not null || IsRequired;

    internal abstract JsonParameterInfoValues CreateParameter(int position);

    internal abstract JsonPropertyInfo CreateProperty(JsonSerializerOptions options);
}

/// <summary>The JSON of a member of a union's case.</summary>
/// <typeparam name="TCase">The case.</typeparam>
/// <typeparam name="TValue">The member's type.</typeparam>
/// <param name="name">The property's name.</param>
/// <param name="get">Reads it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UnionMemberJson<TCase, TValue>(string name, Func<TCase, TValue> get) : UnionMemberJson<TCase>(name)
{
    private readonly TValue? defaultValue;
    private readonly bool hasDefault;

    /// <summary>Sets the property; null where the value is given when a case is made.</summary>
    public Action<TCase, TValue>? Set { get; init; }

    /// <summary>The value where the JSON holds none.</summary>
    public TValue Default
    {
        get => defaultValue!;
        init => (defaultValue, hasDefault) = (value, true);
    }

    internal override JsonParameterInfoValues CreateParameter(int position) => new()
    {
        Name = Parameter ?? Name,
        ParameterType = typeof(TValue),
        Position = position,
        HasDefaultValue = hasDefault,
        DefaultValue = defaultValue,
        IsNullable = default(TValue) is null && !RefusesNull,
        IsMemberInitializer = Parameter is null,
    };

    internal override JsonPropertyInfo CreateProperty(JsonSerializerOptions options)
    {
        var property = JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<TValue>
        {
            IsProperty = true,
            IsPublic = true,
            DeclaringType = typeof(TCase),
            PropertyName = Name,
            JsonPropertyName = JsonName,
            IgnoreCondition = Ignore,
            Getter = instance => get((TCase)instance),
            Setter = Set is not null ? (instance, value) => Set((TCase)instance, value!) : IsRequired ? SetNever : null,
        });
        property.IsRequired = IsRequired;
        if (RefusesNull)
            property.IsGetNullable = property.IsSetNullable = false;
        if (Converter is not null)
            property.CustomConverter = Converter;
        return property;
    }

    // A required property must have a setter, though its value is given when the case is made.
    private static void SetNever(object instance, TValue? value) => throw new UnreachableException();
}

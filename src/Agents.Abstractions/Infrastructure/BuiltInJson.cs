using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Agents.Infrastructure;

/// <summary>Knows the JSON of the scalars of the framework, without reflection.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BuiltInJson
{
    /// <summary>
    /// Knows texts, truth values, numbers, dates, times, identifiers, addresses, bytes and JSON itself; of the structs the
    /// nullable ones too. To be asked after what users give, for they may have other ideas.
    /// </summary>
    public static IJsonTypeInfoResolver Resolver { get; } = new ScalarResolver();

    private sealed class ScalarResolver : IJsonTypeInfoResolver
    {
        private readonly Dictionary<Type, Func<JsonSerializerOptions, JsonTypeInfo>> scalars = [];

        public ScalarResolver()
        {
            AddClass(JsonMetadataServices.StringConverter);
            AddClass(JsonMetadataServices.UriConverter);
            AddClass(JsonMetadataServices.VersionConverter);
            AddClass(JsonMetadataServices.ByteArrayConverter);
            AddClass(JsonMetadataServices.ObjectConverter);
            AddClass(JsonMetadataServices.JsonDocumentConverter);
            AddClass(JsonMetadataServices.JsonNodeConverter);
            AddClass(JsonMetadataServices.JsonObjectConverter);
            AddClass(JsonMetadataServices.JsonArrayConverter);
            AddClass(JsonMetadataServices.JsonValueConverter);
            Add(JsonMetadataServices.BooleanConverter);
            Add(JsonMetadataServices.CharConverter);
            Add(JsonMetadataServices.ByteConverter);
            Add(JsonMetadataServices.SByteConverter);
            Add(JsonMetadataServices.Int16Converter);
            Add(JsonMetadataServices.UInt16Converter);
            Add(JsonMetadataServices.Int32Converter);
            Add(JsonMetadataServices.UInt32Converter);
            Add(JsonMetadataServices.Int64Converter);
            Add(JsonMetadataServices.UInt64Converter);
            Add(JsonMetadataServices.Int128Converter);
            Add(JsonMetadataServices.UInt128Converter);
            Add(JsonMetadataServices.HalfConverter);
            Add(JsonMetadataServices.SingleConverter);
            Add(JsonMetadataServices.DoubleConverter);
            Add(JsonMetadataServices.DecimalConverter);
            Add(JsonMetadataServices.GuidConverter);
            Add(JsonMetadataServices.DateTimeConverter);
            Add(JsonMetadataServices.DateTimeOffsetConverter);
            Add(JsonMetadataServices.DateOnlyConverter);
            Add(JsonMetadataServices.TimeOnlyConverter);
            Add(JsonMetadataServices.TimeSpanConverter);
            Add(JsonMetadataServices.JsonElementConverter);
        }

        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
            scalars.TryGetValue(type, out var create) ? create(options) : null;

        private void AddClass<T>(JsonConverter<T?> converter) where T : class =>
            scalars.Add(typeof(T), options => JsonMetadataServices.CreateValueInfo<T>(options, converter));

        private void Add<T>(JsonConverter<T> converter) where T : struct
        {
            scalars.Add(typeof(T), options => JsonMetadataServices.CreateValueInfo<T>(options, converter));
            scalars.Add(typeof(T?), static options =>
                JsonMetadataServices.CreateValueInfo<T?>(options, JsonMetadataServices.GetNullableConverter<T>(options)));
        }
    }
}

using Agents.Generators.Operations;

namespace Agents.Analyzers.Tests.Streams;

/// <summary>Sources of a project with a JSON context, for tests of what the context must list.</summary>
internal static class JsonSources
{
    /// <summary>What the source generator of JSON would write, as far as code that uses a context needs it.</summary>
    public const string Rest = """
        using System.Text.Json;
        using System.Text.Json.Serialization.Metadata;

        partial class AppJson
        {
            public AppJson() : base(null) { }
            public AppJson(JsonSerializerOptions options) : base(options) { }
            public static AppJson Default { get; } = new();
            public override JsonTypeInfo? GetTypeInfo(System.Type type) => null;
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
        }
        """;

    /// <summary>An agent that needs the JSON of <c>Plan</c> and <c>Level</c>.</summary>
    public const string Planner = """
        public record Plan(string Topic);
        public enum Level { Low, High }

        [AgentModule]
        public partial class Planner
        {
            [Node] public string Start(Plan plan, Level level) => plan.Topic;
        }
        """;

    /// <summary>A context that lists types.</summary>
    public static string Context(params string[] types) => $"""
        using System.Collections.Generic;
        using System.Text.Json.Serialization;

        {string.Concat(types.Select(type => $"[JsonSerializable(typeof({type}))]\n"))}public sealed partial class AppJson : JsonSerializerContext;
        """;

    /// <summary>A program that registers agents.</summary>
    public static string Program(string call) => $$"""
        public static class Program
        {
            private static System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver Any => AppJson.Default;

            public static AgentsBuilder Configure(AgentsBuilder builder) => {{call}};

            private static AgentsBuilder AddJson(AppJson json) => throw new NotSupportedException(json.ToString());
        }
        """;

    /// <summary>Types of many shapes, and an agent that takes one of them.</summary>
    public static string AgentThatTakes(string input) => $$"""
        using System.Text.Json.Serialization;

        [AgentModule]
        public partial class Planner
        {
            [Node] public string Start({{input}} input) => "";
        }

        public record Plan(string Topic, Level Level);
        public enum Level { Low, High }
        public class Plans : List<Plan>;
        public record Hidden;
        public record Ignored;
        public record Included;
        public record Inherited;
        public record Inner;

        public record Base(Inherited Inherited);
        public record Holder(Plan Plan) : Base(new Inherited())
        {
            internal Hidden Hidden { get; } = new();
            [JsonInclude] internal Included Included { get; init; } = new();
            [JsonIgnore] public Ignored Ignored { get; } = new();
        }

        [JsonConverter(typeof(JsonStringEnumConverter))]
        public record Converted(Inner Inner);

        [JsonDerivedType(typeof(Circle))]
        public abstract record Shape;
        public record Circle(Inner Center) : Shape;

        [ChunkUnion]
        public abstract partial record Progress
        {
            public sealed record Started(string Topic) : Progress;
        }

        [ChunkUnion]
        public abstract partial record Unused
        {
            public sealed record Started(Inner Inner) : Unused;
        }
        """;
}

using Agents.Analyzers.Tests.Harness;
using Agents.CodeFixes;
using Agents.Generators.Analyzers;
using Agents.Generators.Operations;
using static Agents.Analyzers.Tests.Streams.JsonSources;

namespace Agents.Analyzers.Tests.Streams;

public partial class AGENT0313
{
    private const string Unmarked = "builder.AddJson(AppJson.Default)";

    [Theory]
    [InlineData(
        """
        using System.Text.Json;
        using System.Text.Json.Serialization;

        /// <summary>Knows the JSON.</summary>
        [JsonSerializable(typeof(Level))] // a level
        [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
        // Used by all.
        public sealed partial class AppJson : JsonSerializerContext;
        """,
        """
        using System.Text.Json;
        using System.Text.Json.Serialization;

        /// <summary>Knows the JSON.</summary>
        [JsonSerializable(typeof(Level))] // a level
        [JsonSerializable(typeof(Plan))]
        [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
        // Used by all.
        public sealed partial class AppJson : JsonSerializerContext;
        """)]
    [InlineData(
        "using System.Text.Json.Serialization; [JsonSerializable(typeof(Level)), JsonSerializable(typeof(string))] partial class AppJson : JsonSerializerContext;",
        "using System.Text.Json.Serialization; [JsonSerializable(typeof(Level)), JsonSerializable(typeof(string))][JsonSerializable(typeof(Plan))] partial class AppJson : JsonSerializerContext;")]
    [InlineData(
        """
        [System.Text.Json.Serialization.JsonSerializableAttribute(typeof(Level))]
        partial class AppJson : System.Text.Json.Serialization.JsonSerializerContext;
        """,
        """
        [System.Text.Json.Serialization.JsonSerializableAttribute(typeof(Level))]
        [System.Text.Json.Serialization.JsonSerializableAttribute(typeof(Plan))]
        partial class AppJson : System.Text.Json.Serialization.JsonSerializerContext;
        """)]
    public Task Mended(string context, string mended) => Mend<JsonContextAnalyzer, ListInJsonContextFix>.To(
        [Program(Marked(1)), context, Rest, Planner], [Program(Unmarked), mended, Rest, Planner]);

    [Theory]
    [InlineData(
        """
        using System.Text.Json.Serialization;

        namespace My
        {
            // Nothing is listed yet.
            [JsonSourceGenerationOptions(WriteIndented = true)]
            public sealed partial class AppJson : JsonSerializerContext;
        }
        """,
        """
        using System.Text.Json.Serialization;

        namespace My
        {
            // Nothing is listed yet.
            [JsonSourceGenerationOptions(WriteIndented = true)]
            [JsonSerializable(typeof(Level))]
            [JsonSerializable(typeof(Plan))]
            public sealed partial class AppJson : JsonSerializerContext;
        }
        """)]
    [InlineData(
        """
        using System.Text.Json.Serialization;

        namespace My
        {
            /// <summary>Nothing is listed yet.</summary>
            public sealed partial class AppJson : JsonSerializerContext
            {
            }
        }
        """,
        """
        using System.Text.Json.Serialization;

        namespace My
        {
            /// <summary>Nothing is listed yet.</summary>
            [JsonSerializable(typeof(Level))]
            [JsonSerializable(typeof(Plan))]
            public sealed partial class AppJson : JsonSerializerContext
            {
            }
        }
        """)]
    [InlineData(
        """
        namespace My
        {
            sealed partial class AppJson : System.Text.Json.Serialization.JsonSerializerContext;
        }
        """,
        """
        namespace My
        {
            [System.Text.Json.Serialization.JsonSerializable(typeof(Level))]
            [System.Text.Json.Serialization.JsonSerializable(typeof(Plan))]
            sealed partial class AppJson : System.Text.Json.Serialization.JsonSerializerContext;
        }
        """)]
    public Task Mended_where_nothing_is_listed_yet(string context, string mended)
    {
        var rest = "global using My;\n" + Rest.Replace("partial class", "namespace My; partial class", StringComparison.Ordinal);
        return Mend<JsonContextAnalyzer, ListInJsonContextFix>.To(
            [Program(Marked(2)), context, Planner, rest], [Program(Unmarked), mended, Planner, rest]);
    }

    [Fact]
    public Task All_mended()
    {
        const string Agents = """
            namespace Shop
            {
                public record Order(string Id, IReadOnlyList<Order.Line> Lines)
                {
                    public record Line(string Item);
                }

                [ChunkUnion]
                public abstract partial record Progress
                {
                    public sealed record Packed(Order.Line[] Lines, Dictionary<string, (int Left, Order.Line Line)>? Rest) : Progress;
                }

                [AgentModule]
                public partial class Seller
                {
                    [Node] public void Take(Order order, Edge<Order.Line> pack) => pack.Emit(order.Lines[0]);
                    [Node] public int? Pack(Order.Line line, ChunkWriter<Progress> progress) => 1;
                }

                [AgentModule]
                public partial class Buyer
                {
                    [Node] public Offer? Buy(string[] items) => null;
                }

                public record Offer(Order Order);
            }
            """;
        return Mend<JsonContextAnalyzer, ListInJsonContextFix>.To(
            [
                Program(Marked(6)), Context("string"), Rest, Agents,
                "public static class Other { public static void Configure(AgentsBuilder builder) => " + Marked(6) + "; }",
            ],
            [
                Program(Unmarked),
                """
                using System.Collections.Generic;
                using System.Text.Json.Serialization;

                [JsonSerializable(typeof(string))]
                [JsonSerializable(typeof(Dictionary<string, ValueTuple<int, Shop.Order.Line>>))]
                [JsonSerializable(typeof(Shop.Offer))]
                [JsonSerializable(typeof(Shop.Order.Line[]))]
                [JsonSerializable(typeof(string[]))]
                public sealed partial class AppJson : JsonSerializerContext;
                """,
                Rest, Agents,
                "public static class Other { public static void Configure(AgentsBuilder builder) => " + Unmarked + "; }",
            ]);
    }

    [Fact]
    public Task Mended_nothing_that_the_context_cannot_name() => Mend<JsonContextAnalyzer, ListInJsonContextFix>.To(
        [Program(Marked(1)), Context(), Rest, Secretive], [Program(Marked(1)), Context(), Rest, Secretive]);

    private const string Secretive = """
        [AgentModule]
        public partial class Planner
        {
            [Node] private void Start(Edge<Plan> work) => work.Emit(new Plan("rest"));
            [Node] private string Work(Plan plan) => plan.Topic;

            private record Plan(string Topic);
        }
        """;

    private static string Marked(int count) =>
        $"builder.AddJson({string.Concat(Enumerable.Repeat("{|AGENT0313:", count))}AppJson.Default{string.Concat(Enumerable.Repeat("|}", count))})";
}

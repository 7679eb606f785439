using Agents.Generators.Tests.Harness;

namespace Agents.Generators.Tests;

/// <summary>What is written for unions.</summary>
public class UnionTests
{
    [Fact]
    public void Members_of_every_kind() => Generate.Snapshot("""
        namespace My;

        public abstract partial class Outer
        {
            [ChunkUnion(Discriminator = "kind")]
            public abstract partial record Step
            {
                public string? Source { get; init; }

                [ChunkCase("begun")]
                public sealed record Started(string Title, int? Priority = 5) : Step
                {
                    public string Note { get; init; } = "none";
                    public int Computed => Title.Length;
                }

                public sealed record Measured : Step
                {
                    public required decimal Value { get; init; }
                    public List<string?>? Details { get; set; }

                    [System.Text.Json.Serialization.JsonPropertyName("failure")]
                    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
                    public Uri? Error { get; init; }

                    [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<DayOfWeek>))]
                    public DayOfWeek Day { get; set; }
                }

                public sealed record URLFound(Uri URL) : Step;

                public sealed record Default : Step;
            }
        }
        """);

    [Fact]
    public void Names_that_meet_ours() => Generate.Sound("""
        [ChunkUnion]
        internal abstract partial record U
        {
            public sealed record Value(int chunks, int cancellationToken, int @event, int @value) : U;
            public sealed record Stream : U;
            public sealed record Update : U;
            public sealed record Options : U;
            public sealed record News : U;
            public sealed record Chunk : U;
            public sealed record Event : U;
            public sealed record String(string Text) : U;
        }
        """);

    [Fact]
    public void Unions_that_nobody_else_sees()
    {
        var run = Generate.Sound("""
            public partial class Outer
            {
                [ChunkUnion]
                private abstract partial record U
                {
                    internal sealed record A(int X) : U;
                }

                private static int Of(U u) => u.Match(a: a => a.X);
            }
            """);
        Assert.DoesNotContain(run.Files.Values, file => file.Contains("StreamExtensions", StringComparison.Ordinal));
    }

    [Fact]
    public void A_module_asks_all_unions_in_its_payloads()
    {
        var run = Generate.Sound("""
            public sealed record Report(string Title, IReadOnlyList<Page> Pages);
            public sealed record Page(Third? Last, Page? Next);

            [ChunkUnion] public abstract partial record First { public sealed record A : First; }
            [ChunkUnion] public abstract partial record Second { public sealed record A(Fourth Inner) : Second; }
            [ChunkUnion] public abstract partial record Third { public sealed record A : Third; }
            [ChunkUnion] public abstract partial record Fourth { public sealed record A : Fourth; }
            [ChunkUnion] public abstract partial record Unused { public sealed record A : Unused; }

            [AgentModule]
            public sealed partial class Asking
            {
                [Node] public Report Start(Dictionary<string, Second[]?> input, ChunkWriter<First.A> chunks) => null!;
            }
            """);
        Assert.Contains(run.Files.Values, file => file.Contains(
            "JsonResolvers = [global::First.JsonResolver, global::Fourth.JsonResolver, global::Second.JsonResolver, global::Third.JsonResolver],",
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Union 'U' is no record", "public abstract partial class U { public sealed class A : U; }")]
    [InlineData("Union 'U' is not abstract", "public partial record U { public sealed record A : U; }")]
    [InlineData("is generic", "public abstract partial record U<T> { public sealed record A(T Value) : U<T>; }")]
    [InlineData("Union 'U' needs 'U' to be partial", "public abstract record U { public sealed record A : U; }")]
    [InlineData("Union 'U' has no case", "public abstract partial record U;")]
    [InlineData("Case 'A' of union 'U' is not sealed", "public abstract partial record U { public record A : U; }")]
    [InlineData("Case 'A' of union 'U' is generic", "public abstract partial record U { public sealed record A<T> : U; public sealed record B : U; }")]
    [InlineData("Case 'A' of union 'U' is less accessible", "public abstract partial record U { internal sealed record A : U; }")]
    [InlineData("Case 'Write' of union 'U' cannot be named 'Write': generated code needs that name", "public abstract partial record U { public sealed record Write : U; }")]
    [InlineData("Case 'Url' of union 'U' cannot be named 'url': case 'URL' bears that name", "public abstract partial record U { public sealed record URL : U; public sealed record Url : U; }")]
    [InlineData("Case 'B' of union 'U' cannot be named 'a': case 'A' bears that name", "public abstract partial record U { public sealed record A : U; [ChunkCase(\"a\")] public sealed record B : U; }")]
    [InlineData("Case 'A' of union 'U' cannot be made from JSON: it has no constructor", "public abstract partial record U { public sealed record A : U { private A() { } } }")]
    [InlineData("cannot be made from JSON: parameter 'x' has no property", "public abstract partial record U { public sealed record A : U { public A(int x) { } } }")]
    [InlineData("names 'Nowhere', which is unknown while code is generated", "public abstract partial record U { public sealed record A(Nowhere X, int Y) : U; }", "CS0246")]
    public void Faults(string fault, string union, params string[] expected) =>
        Generate.Faulty(fault, ["[ChunkUnion] " + union], expected);

    [Fact]
    public void A_faulty_union_keeps_its_surface() => Generate.Faulty("Case 'B' of union 'U' is not sealed", ["""
        [ChunkUnion]
        public abstract partial record U
        {
            public sealed record A(int X) : U;
            public record B : U;
        }

        internal static class Uses
        {
            public static async Task Use(U u, ChunkWriter<U> chunks, NodeStream<U> stream, CancellationToken token)
            {
                _ = u.Match(a: a => a.X, b: b => 0) + U.JsonResolver.GetHashCode();
                u.Switch(a => { }, b => { });
                await u.SwitchAsync(async a => await Task.Yield(), b => Task.CompletedTask);
                await chunks.AAsync(1, token);
                await using var subscription = stream.Subscribe(a => { }, b => { });
            }
        }
        """]);
}

using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;

namespace Agents.Analyzers.Tests.Streams;

public class AGENT0302
{
    [Theory]
    [InlineData("class Step { public int Done { get; set; } }", "its property 'Done' can be set")]
    [InlineData("record Step(string Name) { public int Done { get; set; } }", "its property 'Done' can be set")]
    [InlineData("record Step(string Name) { public required string Name { get; set; } = Name; }", "its property 'Name' can be set")]
    [InlineData("class Step { private int done; public int Done { get => done; set => done = value; } }", "its property 'Done' can be set")]
    [InlineData("class Step { public int Done; }", "its field 'Done' can be set")]
    [InlineData("class Base { public int Done { get; set; } } class Step : Base;", "its property 'Done' can be set")]
    [InlineData("class Base<T> { public T? Value { get; set; } } class Step : Base<int>;", "its property 'Value' can be set")]
    [InlineData("record Step(List<string> Names);", "its property 'Names' is a 'List<string>'")]
    [InlineData("record Step(Dictionary<string, int>? Counts);", "its property 'Counts' is a 'Dictionary<string, int>'")]
    [InlineData("record Step(System.Text.StringBuilder Text);", "its property 'Text' is a 'StringBuilder'")]
    [InlineData("record Step(System.Collections.Concurrent.ConcurrentQueue<int> Queue);", "its property 'Queue' is a 'ConcurrentQueue<int>'")]
    [InlineData("record Step(System.Collections.ObjectModel.ObservableCollection<int> Numbers);", "its property 'Numbers' is a 'ObservableCollection<int>'")]
    [InlineData("class Names : List<string>; record Step(Names Names);", "its property 'Names' is a 'Names'")]
    [InlineData("record Step(IReadOnlyList<HashSet<int>> Sets);", "its property 'Sets' contains a 'HashSet<int>'")]
    [InlineData("record Step(Inner[] Inner); class Inner { public int Done { get; set; } }", "property 'Done' of 'Inner' can be set")]
    [InlineData("struct Step { public List<int> Numbers { get; init; } }", "its property 'Numbers' is a 'List<int>'")]
    [InlineData("[System.Text.Json.Serialization.JsonDerivedType(typeof(Done))] abstract record Step; record Done : Step { public int Count { get; set; } }", "property 'Count' of 'Done' can be set")]
    public Task Flagged(string types, string what) => Check<ChunkTypeAnalyzer>.Reports(
        [Streaming.Of("Step", Rules.MutableChunk), types],
        Check<ChunkTypeAnalyzer>.Rule(Rules.MutableChunk, 0, "Work", "Step", what));

    [Fact]
    public Task Flagged_in_a_case_of_a_union() => Check<ChunkTypeAnalyzer>.Reports(
        [
            Streaming.Of("Step", Rules.MutableChunk),
            """
            [ChunkUnion]
            public abstract partial record Step
            {
                public sealed record Started(string Name) : Step;
                public sealed record Found(string Name, List<string> Links) : Step;
            }
            """,
        ],
        Check<ChunkTypeAnalyzer>.Rule(Rules.MutableChunk, 0, "Work", "Step", "property 'Links' of case 'Found' is a 'List<string>'"));

    [Fact]
    public Task Flagged_where_the_chunk_itself_is_a_collection() => Check<ChunkTypeAnalyzer>.Reports(
        [Streaming.Of("List<int>", Rules.MutableChunk)],
        Check<ChunkTypeAnalyzer>.Rule(Rules.MutableChunk, 0, "Work", "List<int>", "it is a 'List<int>'"));

    [Theory]
    [InlineData("record Step(string Name, int Done);")]
    [InlineData("class Step { public string Name { get; init; } = \"\"; public int Done { get; private set; } public int Total { get; internal set; } public readonly int Size; }")]
    [InlineData("class Step { public const int Most = 3; public static int Count { get; set; } public static int Total; private int done; internal int Size; }")]
    [InlineData("struct Step { public int Done { get; set; } public int Total; }")]
    [InlineData("record struct Step(int Done, int Total);")]
    [InlineData("record Step(byte[] Bytes, float[] Vector, string[] Names);")]
    [InlineData("record Step(IReadOnlyList<string> Names, IEnumerable<int> Numbers, IList<int> Open, IDictionary<string, int> Counts);")]
    [InlineData("record Step(System.Collections.Immutable.ImmutableList<int> A, System.Collections.ObjectModel.ReadOnlyCollection<int> B, System.Collections.Frozen.FrozenSet<int> C);")]
    [InlineData("record Step(string Name) { private readonly List<int> numbers = []; public IReadOnlyList<int> Numbers => numbers; public List<int> Copy => [.. numbers]; public List<int> ToList() => [.. numbers]; }")]
    [InlineData("class Step : EventArgs { public string Name { get; init; } = \"\"; }")]
    [InlineData("record Step(Step? Next, System.Text.Json.JsonElement Raw, Uri Link);")]
    public Task Not_flagged(string types) => Check<ChunkTypeAnalyzer>.Reports(Streaming.Of("Step", Rules.MutableChunk), "#pragma warning disable CS0649, CS0169\n" + types);

    [Theory]
    [InlineData("string")]
    [InlineData("byte[]")]
    [InlineData("IReadOnlyList<string>")]
    [InlineData("System.Diagnostics.ProcessStartInfo")]
    public Task Not_flagged_for_types_of_the_framework(string chunk) => Check<ChunkTypeAnalyzer>.Reports(Streaming.Of(chunk, Rules.MutableChunk));

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<ChunkTypeAnalyzer>.Reports(
        "// <auto-generated/>\n" + Streaming.Of("Step", Rules.MutableChunk), "public record Step(List<int> Numbers);");
}

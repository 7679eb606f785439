using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;

namespace Agents.Analyzers.Tests.Streams;

public class AGENT0303
{
    [Theory]
    [InlineData("class Step { public string Name { get; init; } = \"\"; }", "it is a class that does not override Equals")]
    [InlineData("record Step(double[] Values);", "its property 'Values' is an array")]
    [InlineData("record struct Step(double[] Values);", "its property 'Values' is an array")]
    [InlineData("struct Step { public double[] Values; }", "its field 'Values' is an array")]
    [InlineData("record Step(List<int> Values);", "its property 'Values' is a collection")]
    [InlineData("record Step(IReadOnlyList<int> Values);", "its property 'Values' is a collection")]
    [InlineData("record Step(IEnumerable<int>? Values);", "its property 'Values' is a collection")]
    [InlineData("record Step(IReadOnlyDictionary<string, int> Values);", "its property 'Values' is a collection")]
    [InlineData("record Step(System.Collections.Immutable.ImmutableArray<int> Values);", "its property 'Values' is a collection")]
    [InlineData("record Step(System.Text.Json.JsonElement Raw);", "its property 'Raw' is a 'JsonElement', which compares by reference")]
    [InlineData("record Step(System.Text.Json.JsonElement? Raw);", "its property 'Raw' contains a 'JsonElement', which compares by reference")]
    [InlineData("record Step(System.Text.Json.Nodes.JsonNode Raw);", "its property 'Raw' is a 'JsonNode', which compares by reference")]
    [InlineData("record Step(ReadOnlyMemory<byte> Bytes);", "its property 'Bytes' is a 'ReadOnlyMemory<byte>', which compares by reference")]
    [InlineData("record Step((string Name, int[] Values) Pair);", "its property 'Pair' contains an array")]
    [InlineData("record Step(Inner Inner); class Inner;", "its property 'Inner' is a class that does not override Equals")]
    [InlineData("record Step(Inner Inner); record Inner(int[] Values);", "property 'Values' of 'Inner' is an array")]
    [InlineData("record Step(KeyValuePair<string, Inner> Entry); record Inner(int[] Values);", "property 'Values' of 'Inner' is an array")]
    [InlineData("record Base(int[] Values); record Step(string Name) : Base([]);", "its property 'Values' is an array")]
    [InlineData("record Step(string Name) { private readonly List<int> seen = []; }", "its field 'seen' is a collection")]
    [InlineData("class Base : IEquatable<Base> { public bool Equals(Base? other) => true; } class Step : Base;", "it is a class that does not override Equals")]
    [InlineData("class Step { public bool Equals(string other) => false; }", "it is a class that does not override Equals")]
    [InlineData("class Values : List<int>; record Step(Values Values);", "its property 'Values' is a collection")]
    [InlineData("[System.Text.Json.Serialization.JsonDerivedType(typeof(Done))] abstract class Step; class Done : Step;", "'Done' is a class that does not override Equals")]
    public Task Flagged(string types, string what) => Check<ChunkTypeAnalyzer>.Reports(
        [Streaming.Of("Step", Rules.NoValueEquality), "#pragma warning disable CS0414\n" + types],
        Check<ChunkTypeAnalyzer>.Rule(Rules.NoValueEquality, 0, "Work", "Step", what));

    [Theory]
    [InlineData("byte[]", "it is an array")]
    [InlineData("List<int>", "it is a collection")]
    [InlineData("IReadOnlyList<string>", "it is a collection")]
    [InlineData("System.Text.StringBuilder", "it is a class that does not override Equals")]
    public Task Flagged_for_types_of_the_framework(string chunk, string what) => Check<ChunkTypeAnalyzer>.Reports(
        [Streaming.Of(chunk, Rules.NoValueEquality)],
        Check<ChunkTypeAnalyzer>.Rule(Rules.NoValueEquality, 0, "Work", chunk.Split('.')[^1], what));

    [Fact]
    public Task Flagged_in_a_case_of_a_union() => Check<ChunkTypeAnalyzer>.Reports(
        [
            Streaming.Of("Step", Rules.NoValueEquality),
            """
            [ChunkUnion]
            public abstract partial record Step
            {
                public sealed record Started(string Name) : Step;
                public sealed record Measured(double[] Values) : Step;
            }
            """,
        ],
        Check<ChunkTypeAnalyzer>.Rule(Rules.NoValueEquality, 0, "Work", "Step", "property 'Values' of case 'Measured' is an array"));

    [Theory]
    [InlineData("record Step(string Name, int Done, int? Total, Guid Id, DateTimeOffset At, TimeSpan Took, Uri? Link, Version Version, Kind Kind); enum Kind { A }")]
    [InlineData("record Step((int A, string B) Pair, KeyValuePair<string, Guid?> Entry, Tuple<int, string> Old, Index Index, Range Range);")]
    [InlineData("record Step(object Anything, IComparable Any, Inner Inner); abstract class Inner { public bool Is => true; }")]
    [InlineData("record Step(double[] Values) { public virtual bool Equals(Step? other) => other is not null && Values.SequenceEqual(other.Values); public override int GetHashCode() => Values.Length; }")]
    [InlineData("record Step(Inner Inner); record Inner(double[] Values) { public virtual bool Equals(Inner? other) => other is not null; public override int GetHashCode() => 1; }")]
    [InlineData("record Base(double[] Values) { public virtual bool Equals(Base? other) => other is not null; public override int GetHashCode() => 1; } record Step(string Name) : Base([]);")]
    [InlineData("class Step { public int[] Values = []; public override bool Equals(object? obj) => true; public override int GetHashCode() => 1; }")]
    [InlineData("class Step : IEquatable<Step> { public int[] Values = []; bool IEquatable<Step>.Equals(Step? other) => true; }")]
    [InlineData("class Base { public override bool Equals(object? obj) => true; public override int GetHashCode() => 1; } class Step : Base;")]
    [InlineData("struct Step : IEquatable<Step> { public int[] Values { get; init; } public bool Equals(Step other) => true; }")]
    [InlineData("record Step(Names Names); class Names : List<string> { public override bool Equals(object? obj) => true; public override int GetHashCode() => 1; }")]
    [InlineData("record Step(string Text) { public string[] Words => Text.Split(' '); public static int[] Sizes { get; } = []; private static readonly List<int> all = []; }")]
    [InlineData("record Step(string Name, Step? Next, Other? Other); record Other(Step Step); record struct Empty;")]
    [InlineData("record Step(Tree<int> Tree); record Tree<T>(T Value, Tree<(T, T)>? Inner);")]
    public Task Not_flagged(string types) => Check<ChunkTypeAnalyzer>.Reports(Streaming.Of("Step", Rules.NoValueEquality), "#pragma warning disable CS0659\n" + types);

    [Theory]
    [InlineData("string?")]
    [InlineData("int")]
    [InlineData("object")]
    [InlineData("(int Done, string Name)?")]
    public Task Not_flagged_for_types_of_the_framework(string chunk) => Check<ChunkTypeAnalyzer>.Reports(Streaming.Of(chunk, Rules.NoValueEquality));

    [Fact]
    public Task Not_flagged_for_what_cannot_be_written_anyway() => Check<ChunkTypeAnalyzer>.Reports(
        Streaming.Of("Step", Rules.NoValueEquality), "record Step(int[] Values, Action Undo);");

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<ChunkTypeAnalyzer>.Reports(
        "// <auto-generated/>\n" + Streaming.Of("Step", Rules.NoValueEquality), "public record Step(int[] Values);");
}

using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;

namespace Agents.Analyzers.Tests.Streams;

public class AGENT0301
{
    [Theory]
    [InlineData("record Step(string Name, Action Undo);", "its property 'Undo' is a delegate")]
    [InlineData("delegate void Undo(); record Step(Undo? Undo);", "its property 'Undo' is a delegate")]
    [InlineData("record Step { public string Name = \"\"; public Func<int>? Count; }", "its field 'Count' is a delegate")]
    [InlineData("record Step(string Name) { public Func<int> Length => () => Name.Length; }", "its property 'Length' is a delegate")]
    [InlineData("record Step(IReadOnlyDictionary<string, List<Action>> Undo);", "its property 'Undo' contains a delegate")]
    [InlineData("record Step(Task<int> Size);", "its property 'Size' is a task")]
    [InlineData("record Step(ValueTask? Size);", "its property 'Size' contains a task")]
    [InlineData("record Step(MemoryStream Content);", "its property 'Content' is a stream")]
    [InlineData("record Step(TextReader Content);", "its property 'Content' is a stream")]
    [InlineData("record Step(Type Tool);", "its property 'Tool' is a 'Type'")]
    [InlineData("record Step(System.Reflection.MethodInfo Tool);", "its property 'Tool' is a 'MethodInfo'")]
    [InlineData("record Step(System.Reflection.Assembly Tool);", "its property 'Tool' is a 'Assembly'")]
    [InlineData("record Step(InvalidOperationException Error);", "its property 'Error' is an exception")]
    [InlineData("class Broken : Exception; record Step(Broken? Error);", "its property 'Error' is an exception")]
    [InlineData("record Step(nint Handle);", "its property 'Handle' is a native integer")]
    [InlineData("record Step(IAsyncEnumerable<int> Parts);", "its property 'Parts' is an asynchronous sequence")]
    [InlineData("record Step(CancellationToken Token);", "its property 'Token' is a cancellation token")]
    [InlineData("record Step(int[,] Board);", "its property 'Board' is an array of several dimensions")]
    [InlineData("record Step(Dictionary<(int X, int Y), string> Board);", "its property 'Board' is a dictionary with keys of type '(int X, int Y)'")]
    [InlineData("record Place(int X, int Y); class Board : Dictionary<Place, int>; record Step(IReadOnlyDictionary<Place, string> Board);", "its property 'Board' is a dictionary with keys of type 'Place'")]
    [InlineData("record Step(string Text) { public ReadOnlySpan<char> Span => Text; }", "its property 'Span' is a ref struct")]
    [InlineData("unsafe struct Step { public int* Place { get; set; } }", "its property 'Place' is a pointer")]
    [InlineData("interface ITool { string Name { get; } } record Step(ITool Tool);", "its property 'Tool' is an interface without [JsonDerivedType]")]
    [InlineData("abstract class Tool; record Step(Tool[] Tools);", "its property 'Tools' contains an abstract class without [JsonDerivedType]")]
    [InlineData("abstract record Step { public sealed record Done : Step; }", "it is an abstract record without [JsonDerivedType]")]
    [InlineData("class Step { public Step(int a) => A = a; public Step(int a, int b) => A = a + b; public int A { get; } }", "it is a class with several constructors, none marked with [JsonConstructor]")]
    [InlineData("record Step(int Done, int Total) { public Step(int done) : this(done, 100) { } }", "it is a record with several constructors, none marked with [JsonConstructor]")]
    [InlineData("class Step { private Step() { } public static Step Create() => new(); }", "it is a class without a public constructor")]
    [InlineData("class Step(int done, int total) { public int Percent => 100 * done / total; }", "it is a class whose constructor takes 'done', which is no property of that name and type")]
    [InlineData("class Step(IEnumerable<string> names) { public IReadOnlyList<string> Names { get; } = [.. names]; }", "it is a class whose constructor takes 'names', which is no property of that name and type")]
    [InlineData("record Step(Inner Inner); record Inner(Action Undo);", "property 'Undo' of 'Inner' is a delegate")]
    [InlineData("record Step(Inner<int> Inner); record Inner<T>(T Value, Func<T> Next);", "property 'Next' of 'Inner<int>' is a delegate")]
    [InlineData("record Base(Action Undo); record Step(string Name, Action Undo) : Base(Undo);", "its property 'Undo' is a delegate")]
    [InlineData("record Step(Step? Next, Action Undo);", "its property 'Undo' is a delegate")]
    [InlineData("[System.Text.Json.Serialization.JsonDerivedType(typeof(Done))] abstract record Step; record Done(Action Undo) : Step;", "property 'Undo' of 'Done' is a delegate")]
    public Task Flagged(string types, string what) => Check<ChunkTypeAnalyzer>.Reports(
        [Streaming.Of("Step", Rules.ChunkNotSerializable), types],
        Check<ChunkTypeAnalyzer>.Rule(Rules.ChunkNotSerializable, 0, "Work", "Step", what));

    [Fact]
    public Task Flagged_in_a_case_of_a_union() => Check<ChunkTypeAnalyzer>.Reports(
        [
            Streaming.Of("Step", Rules.ChunkNotSerializable),
            """
            [ChunkUnion]
            public abstract partial record Step
            {
                public sealed record Started(string Name) : Step;
                public sealed record Failed(string Name, Exception Error) : Step;
            }
            """,
        ],
        Check<ChunkTypeAnalyzer>.Rule(Rules.ChunkNotSerializable, 0, "Work", "Step", "property 'Error' of case 'Failed' is an exception"));

    [Fact]
    public Task Flagged_where_the_chunk_itself_is_at_fault() => Check<ChunkTypeAnalyzer>.Reports(
        [Streaming.Of("List<Func<int>>", Rules.ChunkNotSerializable)],
        Check<ChunkTypeAnalyzer>.Rule(Rules.ChunkNotSerializable, 0, "Work", "List<Func<int>>", "it contains a delegate"));

    [Fact]
    public Task Flagged_once_for_each_node() => Check<ChunkTypeAnalyzer>.Reports("""
        public record Step(Action Undo, Task Done);

        [AgentModule]
        public partial class Worker
        {
            [Node] public void Plan(ChunkWriter<Step> {|AGENT0301:plan|}, Edge work) => work.Emit();
            [Node] private int Work(ChunkWriter<Step> {|AGENT0301:work|}, ChunkWriter<string> more) => 1;
        }
        """);

    [Theory]
    [InlineData("record Step(string Name, int? Count, Guid Id, DateTimeOffset At, Uri? Link, Version Version, Kind Kind); enum Kind { A }")]
    [InlineData("record Step(IReadOnlyDictionary<Guid, string> A, Dictionary<Kind, int> B, IDictionary<DateOnly, int> C); enum Kind { A }")]
    [InlineData("record Step(object Anything, System.Text.Json.JsonElement Raw, System.Text.Json.Nodes.JsonObject? Node);")]
    [InlineData("record Step(byte[] Bytes, int[][] Rows, (int A, string B) Pair, KeyValuePair<string, int> Entry, ReadOnlyMemory<byte> Memory);")]
    [InlineData("record Step(ISet<int> A, IEnumerable<string> B, System.Collections.Immutable.ImmutableArray<int> C, System.Collections.IList D);")]
    [InlineData("record Step(string Name, [property: System.Text.Json.Serialization.JsonIgnore] Action? Undo);")]
    [InlineData("record Step(string Name) { internal Action? Undo { get; init; } public static Func<int>? Count { get; set; } private readonly Task? task; public Task? Take() => task; public Action this[int i] => () => { }; }")]
    [InlineData("record Step([property: ToolJson] ITool Tool); interface ITool; sealed class ToolJsonAttribute : System.Text.Json.Serialization.JsonConverterAttribute;")]
    [InlineData("record Step(ITool Tool); [System.Text.Json.Serialization.JsonConverter(typeof(ToolJson))] interface ITool; abstract class ToolJson : System.Text.Json.Serialization.JsonConverter<ITool>;")]
    [InlineData("[System.Text.Json.Serialization.JsonDerivedType(typeof(Done), \"done\")] abstract record Step; record Done(string Name) : Step;")]
    [InlineData("class Step { public Step(string name) => Name = name; public string Name { get; } public override bool Equals(object? obj) => obj is Step { Name: var name } && name == Name; public override int GetHashCode() => 1; }")]
    [InlineData("record Step(int Done, int Total) { [System.Text.Json.Serialization.JsonConstructor] public Step(int done) : this(done, 100) { } }")]
    [InlineData("record Step { public Step() { } public Step(string name) => Name = name; public string Name { get; init; } = \"\"; }")]
    [InlineData("record Base(int Done); record Step(int done, string Name) : Base(done) { public int done { get; init; } = done; }")]
    [InlineData("record struct Step(int Done, int Total) { public Step(int done) : this(done, 100) { } }")]
    [InlineData("record Step(Step? Next, Other? Other); record Other(Step? Step, string Name);")]
    [InlineData("record Step(Tree<int> Tree); record Tree<T>(T Value, Tree<(T, T)>? Inner);")]
    [InlineData("record Step(string? Name, (int First, int Second) Range) { public Step With(string name) => this with { Name = name }; }")]
    public Task Not_flagged(string types) => Check<ChunkTypeAnalyzer>.Reports(Streaming.Of("Step", Rules.ChunkNotSerializable), types);

    [Theory]
    [InlineData("string?")]
    [InlineData("int?")]
    [InlineData("object")]
    [InlineData("(int Done, string Name)")]
    [InlineData("ReadOnlyMemory<byte>")]
    public Task Not_flagged_for_types_of_the_framework(string chunk) => Check<ChunkTypeAnalyzer>.Reports(Streaming.Of(chunk, Rules.ChunkNotSerializable));

    [Fact]
    public Task Not_flagged_for_what_a_union_does_not_write() => Check<ChunkTypeAnalyzer>.Reports(
        Streaming.Of("Step", Rules.ChunkNotSerializable),
        """
        [ChunkUnion]
        public abstract partial record Step
        {
            public Func<int> Length => () => 1;

            public sealed record Started(string Name) : Step { public Task Wait => Task.CompletedTask; }

            public sealed record Done : Step
            {
                public Done(int count) => Count = count;
                public Done(int count, string name) : this(count) => Name = name;

                public int Count { get; }
                public string Name { get; } = "";
                [System.Text.Json.Serialization.JsonIgnore] public Action? Undo { get; init; }
            }
        }
        """);

    [Fact]
    public Task Not_flagged_beside_other_faults() => Check<ChunkTypeAnalyzer>.Reports("""
        [AgentModule]
        public partial class Worker
        {
            [Node] public int Work(ChunkWriter<{|CS0246:Stpe|}> chunks, Action undo, Edge<{|CS0246:Stpe|}> {|CS1001:)|} => 1;
            public int Other(ChunkWriter<Action> chunks) => 1;
        }

        public class NoModule { [Node] public int Work(ChunkWriter<Action> chunks) => 1; }
        """);

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<ChunkTypeAnalyzer>.Reports(
        "// <auto-generated/>\n" + Streaming.Of("Step", Rules.ChunkNotSerializable), "public record Step(Action Undo);");
}

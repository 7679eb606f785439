using Agents.Generators.Tests.Harness;

namespace Agents.Generators.Tests;

/// <summary>What is written for sound modules, kept as texts to read and compare.</summary>
public class ModuleTests
{
    private const string StreamingAgent = """
        public sealed record Summary(string Status, int TotalProcessed);

        [ChunkUnion]
        public abstract partial record ItemChunk
        {
            public sealed record Progress(int Processed, int Total, string CurrentItem) : ItemChunk
            {
                public int Percentage => 100 * Processed / Total;
            }
            public sealed record Completed(string Item, string Result) : ItemChunk;
        }

        [AgentModule]
        public sealed partial class StreamingAgent
        {
            [Node]
            public async Task<Summary> ProcessItems(string[] items, ChunkWriter<ItemChunk> chunks, CancellationToken cancellationToken)
            {
                for (var i = 0; i < items.Length; i++)
                {
                    await chunks.WriteAsync(new ItemChunk.Progress(i + 1, items.Length, items[i]), cancellationToken);
                    await Task.Delay(200, cancellationToken);
                    await chunks.WriteAsync(new ItemChunk.Completed(items[i], $"Processed: {items[i]}"), cancellationToken);
                }
                return new Summary("completed", items.Length);
            }
        }
        """;

    [Fact]
    public void Streaming_agent() => Generate.Snapshot(StreamingAgent);

    [Fact]
    public void The_first_example_compiles() => Generate.Sound("""
        namespace Example
        {
            using Microsoft.Extensions.DependencyInjection;

            public static class Program
            {
                public static async Task Main()
                {
                    var services = new ServiceCollection();
                    new AgentsBuilder(services).AddStreamingAgent();
                    IServiceProvider provider = null!;

                    var agent = provider.GetRequiredService<StreamingAgentClient>();
                    string[] items = ["task-1", "task-2"];
                    var run = await agent.StartAsync(items);

                    await foreach (var chunk in run.ProcessItems.StreamAsync())
                        Console.WriteLine(chunk.Match(
                            progress:  p => $"Progress: {p.Processed}/{p.Total} ({p.Percentage}%) - Processing: {p.CurrentItem}",
                            completed: c => $"Completed: {c.Item} -> {c.Result}"));

                    Summary result = await run.GetResultAsync();
                    Console.WriteLine($"Status: {result.Status}, total processed: {result.TotalProcessed}");
                    Summary direct = await agent.InvokeAsync(items);
                    await foreach (ItemChunk.Progress progress in run.ProcessItems.StreamAsync<ItemChunk.Progress>()) { }
                    Console.WriteLine(StreamingAgent.Graph.ToMermaid());
                }
            }
        }
        """, StreamingAgent);

    [Fact]
    public void Edges_of_every_count_with_loops_and_to() => Generate.Snapshot("""
        namespace My.Research;

        [AgentModule]
        public sealed partial class Research
        {
            [Node(Entry = true)]
            public void Plan(
                string topic, Edge none, Edge<string> one, Edge<string, int> two, Edge<string, int, bool> three,
                Edge<string, int, bool, double> four, [To(nameof(OneAsync))] Edge<string> other, [To("Two")] Edge<string, int> another) { }

            [Node] public void None() { }
            [Node] public Task OneAsync(string a, [To(nameof(OneAsync))] Edge<string> again) => Task.CompletedTask;
            [Node] public ValueTask Two(string a, int b, Edge none) => default;
            [Node] public void Three(string a, int b, bool c, Edge<string> one) { }
            [Node] public string Four(string a, int b, bool c, double d, Edge<string> plan) => a;
        }
        """);

    [Fact]
    public void Converting_edges() => Generate.Snapshot("""
        public readonly record struct Money(decimal Amount)
        {
            public static implicit operator Money(decimal amount) => new(amount);
        }

        [AgentModule]
        public sealed partial class Conversions
        {
            [Node]
            public void Start(
                Edge<string> reference, Edge<int> boxing, Edge<int> numeric, Edge<int> nullable, Edge<decimal> userDefined,
                Edge<string?> identity, Edge<List<string?>?, byte> several) { }

            [Node] public void Reference(IEnumerable<char> value) { }
            [Node] public void Boxing(object value) { }
            [Node] public void Numeric(long value) { }
            [Node] public void Nullable(int? value) { }
            [Node] public void UserDefined(Money value) { }
            [Node] public void Identity(string value) { }
            [Node] public void Several(IReadOnlyList<string> first, object? second) { }
        }
        """);

    [Fact]
    public void Every_kind_of_parameter() => Generate.Snapshot("""
        namespace Microsoft.AspNetCore.Mvc
        {
            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class FromServicesAttribute : Attribute;
        }

        namespace My
        {
            using Microsoft.AspNetCore.Mvc;
            using Microsoft.Extensions.DependencyInjection;

            public enum Speed { Slow, Fast }

            [AgentModule("kinds", Version = "3", MaxAttempts = 4, TimeoutSeconds = 1.5, RunTimeoutSeconds = 60, MaxConcurrency = 8)]
            public sealed partial class Kinds
            {
                [Node("first", MaxAttempts = 2, TimeoutSeconds = 0.25, MaxConcurrency = 3, NonRetryable = [typeof(FormatException), typeof(List<string>)])]
                public void Start(
                    CancellationToken cancellationToken, string input, ChunkWriter<string?> chunks, NodeContext context, Edge<string> end,
                    [Service] IServiceProvider service, [Service] IFormatProvider? optional, [FromServices] TimeProvider clock,
                    [FromKeyedServices("key")] IFormatProvider keyed, [FromKeyedServices(Speed.Fast)] IFormatProvider? keyedOptional,
                    [FromKeyedServices((byte)3)] IFormatProvider number, [FromKeyedServices(typeof(string))] IFormatProvider type) { }

                [Node] private int End(string text) => text.Length;
            }
        }
        """);

    [Fact]
    public void Default_values() => Generate.Snapshot("""
        [Flags] public enum Mode { None, One, Two }

        [AgentModule]
        public sealed partial class Defaults
        {
            [Node]
            public void Start(
                string required, string text = "a \"quote\" and\na line", char letter = '\'', bool flag = true, byte small = 1,
                int number = -1, uint unsigned = 2, long big = long.MinValue, ulong bigger = ulong.MaxValue, float single = 1.5f,
                double real = double.NaN, decimal money = 1.10m, Mode mode = Mode.Two, Mode both = (Mode)3, Mode? maybe = Mode.One,
                string? nothing = null, int? noNumber = null, DateTime time = default, Guid id = new(),
                ChunkWriter<int>? chunks = null, CancellationToken cancellationToken = default) { }
        }
        """);

    [Fact]
    public void Names_that_meet_ours() => Generate.Snapshot("""
        [AgentModule]
        public sealed partial class Clashes
        {
            [Node]
            public Task<string> Start(
                string options, int cancellationToken, bool module, bool input, bool attempt, bool json, bool run, bool start,
                bool connection, CancellationToken token) => Task.FromResult(options);
        }
        """);

    [Fact]
    public void Keywords() => Generate.Snapshot("""
        namespace @namespace.@class
        {
            public sealed record @record(int @int);

            public partial struct @struct
            {
                [AgentModule]
                public sealed partial class @event
                {
                    [Node]
                    public void @foreach(@record @in, int @await, ChunkWriter<@record> @out, Edge<@record> @while) { }

                    [Node]
                    public @record @while(@record @class) => @class;
                }
            }
        }
        """);

    [Fact]
    public void Nested_in_every_kind_of_type() => Generate.Snapshot("""
        namespace My;

        public static partial class Outer
        {
            public partial interface IMiddle
            {
                internal partial record Inner
                {
                    public partial record struct Last
                    {
                        [AgentModule]
                        public sealed partial record Deep
                        {
                            [Node] public int Start(ChunkWriter<int> chunks) => 1;
                        }
                    }
                }
            }
        }
        """);

    [Fact]
    public void Payloads_nullable_generic_and_tuples() => Generate.Snapshot("""
        public sealed record Box<T>(T Value);

        [AgentModule]
        public sealed partial class Payloads
        {
            [Node]
            public void Start(
                string? text, int? number, Box<string?> box, Dictionary<string, List<int?>?> map, (int Left, string? Right) pair,
                string?[]? array, dynamic[] anything, ChunkWriter<Box<int>?> chunks, Edge<(int, string?)> end) { }

            [Node]
            public Box<List<string?>>? End((int Left, string? Right) pair) => null;
        }
        """);

    [Theory]
    [InlineData("void", "")]
    [InlineData("Task", "Task.CompletedTask")]
    [InlineData("ValueTask", "default")]
    [InlineData("int", "1")]
    [InlineData("int?", "1")]
    [InlineData("string", "\"\"")]
    [InlineData("string?", "null")]
    [InlineData("Task<int>", "Task.FromResult(1)")]
    [InlineData("Task<int?>", "Task.FromResult<int?>(1)")]
    [InlineData("Task<string>", "Task.FromResult(\"\")")]
    [InlineData("Task<string?>", "Task.FromResult<string?>(null)")]
    [InlineData("ValueTask<int>", "new(1)")]
    [InlineData("ValueTask<int?>", "new(1)")]
    [InlineData("ValueTask<string>", "new(\"\")")]
    [InlineData("ValueTask<string?>", "default")]
    public void Every_return(string type, string value)
    {
        var run = Generate.Sound($$"""
            [AgentModule]
            public sealed partial class Returning
            {
                [Node]
                public {{type}} Start() { {{(type is "void" ? "" : $"return {value};")}} }
            }
            """);
        var expected = type switch
        {
            "void" => ".Nothing;",
            "Task" or "ValueTask" => "NodeReturn<global::Agents.Infrastructure.NoResult>.NothingAfter(",
            "int" => "NodeReturn<int>.Result(",
            "int?" => "NodeReturn.NullableResult(",
            "string" => "NodeReturn<string>.Result(",
            "string?" => "NodeReturn<string>.OptionalResult(",
            _ when type.EndsWith("<int>", StringComparison.Ordinal) => "NodeReturn<int>.ResultOf(",
            _ when type.EndsWith("<int?>", StringComparison.Ordinal) => "NodeReturn.NullableResultOf(",
            _ when type.EndsWith("<string>", StringComparison.Ordinal) => "NodeReturn<string>.ResultOf(",
            _ => "NodeReturn<string>.OptionalResultOf(",
        };
        Assert.Contains(run.Files.Values, file => file.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Returns_of_one_type_whatever_their_nullability() => Generate.Sound("""
        [AgentModule]
        public sealed partial class Mixed
        {
            [Node] public Task<List<string>> Start(Edge a, Edge b, Edge c) => null!;
            [Node] public List<string?>? A() => null;
            [Node] public ValueTask<List<string>?> B() => default;
        #nullable disable
            [Node] public async Task<List<string>> C() { await Task.Yield(); return null; }
        #nullable restore
        }
        """);

    [Fact]
    public void Oblivious_code() => Generate.Sound("""
        #nullable disable
        [AgentModule]
        public sealed partial class Oblivious
        {
            [Node] public Task<string> Start(string text, List<string> texts, ChunkWriter<string> chunks, Edge<string> end, string last = null) => Task.FromResult(text);
            [Node] public string End(string text) => text;
        }
        """);

    [Fact]
    public void Modules_of_one_name_in_two_namespaces() => Generate.Snapshot("""
        namespace Sales { [AgentModule("sales")] public sealed partial class Mailer { [Node] public int Start() => 1; } }
        namespace Support { [AgentModule("support")] internal sealed partial class Mailer { [Node] public int Start() => 1; } }

        public static class Program
        {
            public static void Add(AgentsBuilder agents)
            {
                Microsoft.Extensions.DependencyInjection.Sales_MailerAgentsBuilderExtensions.AddMailer(agents);
                Microsoft.Extensions.DependencyInjection.Support_MailerAgentsBuilderExtensions.AddMailer(agents);
                Microsoft.Extensions.DependencyInjection.MyAppAgentsRegistryExtensions.AddMyAppAgents(agents);
            }
        }
        """);

    [Fact]
    public void A_module_in_two_parts_of_which_both_bear_the_attribute_is_written_once()
    {
        const string Part = "[AgentModule] public sealed partial class Twice { [Node] public void Start@() { } }";
        var run = Generate.Faulty(
            "has several nodes without an incoming edge",
            [Part.Replace('@', '1'), Part.Replace('@', '2')], "CS0579");
        Assert.Equal(2, run.Files.Count);
    }

    [Fact]
    public void Nodes_of_several_parts_keep_the_order_of_files_and_lines()
    {
        var run = Generate.Sound(
            "public sealed partial class Parts { [Node] public void Second() { } }",
            "[AgentModule] public sealed partial class Parts { [Node] public void First(Edge second, Edge third) { } [Node] public void Third() { } }");
        var file = run.Files.Single(file => file.Key.StartsWith("Parts", StringComparison.Ordinal)).Value;
        Assert.True(file.IndexOf("\"Second\"", StringComparison.Ordinal) < file.IndexOf("\"First\"", StringComparison.Ordinal));
        Assert.Contains("Entry = 1,", file, StringComparison.Ordinal);
    }
}

using Agents.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Tests;

/// <summary>Sound modules off the beaten track: they compile, and say what they should.</summary>
public class CornerTests
{
    [Fact]
    public void Payloads_that_only_the_module_sees_travel_on_edges() => Generate.Sound("""
        [AgentModule]
        public sealed partial class Discreet
        {
            [Node] private void Start(Edge<Hidden> middle) { }
            [Node] private void Middle(Hidden hidden, Edge<Hidden, List<Hidden?>> end) { }
            [Node] private int End(object one, IEnumerable<object?> two) => 1;
            private sealed record Hidden;
        }
        """);

    [Fact]
    public void A_public_module_may_be_fed_internal_payloads_inside() => Generate.Sound("""
        internal sealed record Inside;

        [AgentModule]
        public sealed partial class Module
        {
            [Node] internal void Start(Edge<Inside> end) { }
            [Node] internal int End(Inside inside) => 1;
        }
        """);

    [Fact]
    public void Payloads_may_be_made_of_infinitely_many_types() => Generate.Sound("""
        public sealed record Tree<T>(T Value, Tree<List<T>>? Lists, Tree<(T, T)>? Pairs);

        [AgentModule]
        public sealed partial class Forester
        {
            [Node] public int Start(Tree<int> tree, ChunkWriter<Tree<string>> chunks) => tree.Value;
        }
        """);

    [Theory]
    [InlineData("int?", true)]
    [InlineData("string?", true)]
    [InlineData("string[]?", true)]
    [InlineData("string?[]", false)]
    [InlineData("int", false)]
    public void Streams_say_whether_null_is_a_chunk(string type, bool expected) =>
        Assert.Equal(expected, Generate.Sound($"[AgentModule] public partial class X {{ [Node] public int Start(ChunkWriter<{type}> chunks) => 1; }}")
            .Files.Values.Any(file => file.Contains($"StreamDefinition<{type}> {{ AllowsNull = true }}", StringComparison.Ordinal)));

    [Fact]
    public void Names_of_tuple_items_make_no_other_type()
    {
        var run = Generate.Sound("""
            [AgentModule]
            public partial class Tuples
            {
                [Node] public Task<(int A, string? B)> Start(Edge<(int, string)> next, Edge<List<dynamic>, object> last) => null!;
                [Node] public (int, string) Next((int X, string? Y) pair) => (1, "");
                [Node] public void Last(List<object> list, object value) { }
            }
            """);
        Assert.DoesNotContain(run.Files.Values, file => file.Contains("EdgeDefinition<", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Task?")]
    [InlineData("Task<string>?")]
    [InlineData("Task<int?>?")]
    public void Tasks_that_may_be_null(string type) =>
        Generate.Sound($"[AgentModule] public partial class X {{ [Node] public {type} Start() => null; }}");

    [Fact]
    public void Loops_to_oneself_make_no_incoming_edge() => Generate.Sound("""
        [AgentModule]
        public sealed partial class Looping
        {
            [Node] public int CountAsync(int n, Edge<int> count, Edge<int> countAsync) => n;
        }
        """);

    [Fact]
    public void Names_that_xml_and_strings_must_escape() => Generate.Sound("""
        [AgentModule("a<b>&\"c\"\n*/ {x}")]
        public sealed partial class Hostile
        {
            [Node("<n>&\\")] public int Start(string s, ChunkWriter<int> chunks) => 1;
        }
        """);

    [Fact]
    public void Modules_with_constructors_bases_and_interfaces() => Generate.Sound("""
        public abstract class Base(TimeProvider clock)
        {
            protected TimeProvider Clock => clock;
            public virtual int Graph => 1;
        }

        [AgentModule]
        public partial class Derived(TimeProvider clock, string name) : Base(clock), IDisposable
        {
            [Node] internal protected int Start() => name.Length + Clock.GetHashCode();
            public void Dispose() => GC.SuppressFinalize(this);
        }
        """);

    [Fact]
    public void Constructors_take_clients_also_each_other_s_and_their_own() => Generate.Sound("""
        namespace My;

        [AgentModule]
        public partial class Ping(PongClient pong, PingClient self)
        {
            [Node] public async Task<int> Start(int n, CancellationToken token) =>
                n == 0 ? await self.InvokeAsync(n + 1, cancellationToken: token) : await pong.InvokeAsync(n - 1, cancellationToken: token);
        }

        [AgentModule]
        public partial class Pong(PingClient ping)
        {
            [Node] public async Task<int> Start(int n, CancellationToken token)
            {
                var run = await ping.StartAsync(n, cancellationToken: token);
                return await run.GetResultAsync(token);
            }
        }
        """);

    [Fact]
    public void Partial_virtual_and_overloaded_nodes() => Generate.Sound("""
        [AgentModule]
        public partial class Methods
        {
            [Node] public virtual partial int Start(object value);
            public virtual partial int Start(object value) => 1;
            public int Start(string value) => 2;
            public int Start(object value, int more = 1) => 3;
        }
        """);

    [Fact]
    public void Keyed_services_without_a_key() => Generate.Sound("""
        using Microsoft.Extensions.DependencyInjection;

        [AgentModule]
        public partial class Keyless
        {
            [Node] public int Start([FromKeyedServices(null)] IFormatProvider provider) => 1;
        }
        """);

    [Fact]
    public void What_is_obsolete_is_said_at_its_declaration_only() => Generate.Sound("""
        [Obsolete("old")] public sealed record Old;

        #pragma warning disable CS0618
        [AgentModule, Obsolete("old too")]
        public partial class Aged
        {
            [Node, Obsolete("oldest")] public Old Start(Old old, ChunkWriter<Old> chunks) => old;
        }
        """);

    [Fact]
    public void Many_inputs_make_a_long_tuple() => Generate.Sound($$"""
        [AgentModule]
        public partial class Wide
        {
            [Node] public int Start({{string.Join(", ", Enumerable.Range(1, 20).Select(i => $"int i{i}"))}}) => i20;
        }
        """);

    [Fact]
    public void Unions_of_another_assembly_bring_their_json()
    {
        const string Union = "namespace Lib; [ChunkUnion] public abstract partial record Far { public sealed record Near(int X) : Far; }";
        var library = Generate.Sound(Union).Output;
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        var app = Sources.Compile("[AgentModule] public partial class App { [Node] public Lib.Far Start() => null!; }")
            .WithAssemblyName("App")
            .AddReferences(MetadataReference.CreateFromStream(image));
        var run = GeneratorRun.Of(app);
        Assert.Empty(run.Problems);
        Assert.Contains(run.Files.Values, file => file.Contains("JsonResolvers = [global::Lib.Far.JsonResolver],", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("My.App", "AddMyAppAgents")]
    [InlineData("my-app_2", "Addmyapp_2Agents")]
    [InlineData("2nd", "Add_2ndAgents")]
    public void The_registry_bears_the_assembly_s_name(string assembly, string method)
    {
        var run = GeneratorRun.Of(Sources.Compile(
            "[AgentModule] internal partial class X { [Node] public int Start() => 1; }").WithAssemblyName(assembly));
        Assert.Empty(run.Problems);
        Assert.Contains($" {method}(", run.Files["Agents.Registry.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Documentation_of_what_is_generated_is_complete()
    {
        var run = Generate.Sound("""
            namespace Doc;
            /// <summary>Module.</summary>
            [AgentModule] public partial class X
            {
                /// <summary>Node.</summary>
                /// <param name="event">One.</param>
                /// <param name="chunks">Two.</param>
                [Node] public int Start(int @event, ChunkWriter<U> chunks) => 1;
            }
            /// <summary>Union.</summary>
            [ChunkUnion] public abstract partial record U
            {
                /// <summary>Case.</summary>
                /// <param name="Default">Value.</param>
                public sealed record Case(int Default) : U;
            }
            """);
        Assert.DoesNotContain(run.Output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }
}

using Agents.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Tests;

/// <summary>A faulty module keeps its public surface: what uses it compiles, and says at run time what is wrong.</summary>
public class FaultTests
{
    private const string Uses = """

        internal static class Uses
        {
            public static async Task Use(AgentsBuilder agents, XClient client)
            {
                Microsoft.Extensions.DependencyInjection.XAgentsBuilderExtensions.AddX(agents);
                Microsoft.Extensions.DependencyInjection.MyAppAgentsRegistryExtensions.AddMyAppAgents(agents);
                XRun? run = await client.GetRunAsync(default);
                await foreach (var info in client.ListRunsAsync()) { }
            }
        }
        """;

    [Theory]
    [InlineData("Its class is not partial", "Module 'X' is not partial",
        "public class X { [Node] public int Start(ChunkWriter<int> c) => 1; }")]
    [InlineData("Abstract", "Module 'X' is abstract, so it has no instance to run", "public abstract partial class X { [Node] public int Start() => 1; }")]
    [InlineData("Static", "Module 'X' is static, so it has no instance to run", "public static partial class X { [Node] public static int Start() => 1; }")]
    [InlineData("No node", "Module 'X' has no node", "public partial class X { }")]
    [InlineData("Member", "The name of 'Graph' is needed", "public partial class X { [Node] public int Start() => 1; public int Graph => 1; }")]
    [InlineData("Inherited", "inherits node 'Old' from 'B'",
        "public partial class X : B { [Node] public int Start() => 1; } public class B { [Node] public void Old() { } }")]
    [InlineData("Two entries", "Node 'B' of module 'X' is marked as the entry, and so is 'A'",
        "public partial class X { [Node(Entry = true)] public void A() { } [Node(Entry = true)] public void B() { } }")]
    [InlineData("Many entries", "has several nodes without an incoming edge, 'A', 'B'; mark the entry",
        "public partial class X { [Node] public void A() { } [Node] public void B() { } }")]
    [InlineData("No entry", "has no node without an incoming edge; mark the entry",
        "public partial class X { [Node] public void A(Edge b) { } [Node] public void B(Edge a) { } }")]
    [InlineData("Duplicate", "Two nodes of module 'X' are named 'Search'",
        "public partial class X { [Node] public void Search(Edge search) { } [Node] public void SearchAsync(int i) { } }")]
    [InlineData("Wire duplicate", "Two nodes of module 'X' are named 'same'",
        "public partial class X { [Node(\"same\")] public void A(Edge b) { } [Node(\"SAME\")] public void B() { } }")]
    [InlineData("Results", "Node 'B' gives 'string' as result, but node 'A' gives 'int'",
        "public partial class X { [Node] public int A(Edge b) => 1; [Node] public string B() => \"\"; }")]
    [InlineData("Edge", "Edge 'serch' of node 'Plan' names no node of module 'X'; did you mean 'Search'?",
        "public partial class X { [Node] public void Plan(Edge serch) { } [Node] public void Search(Edge plan) { } }")]
    [InlineData("To", "Edge 'go' of node 'Plan' names no node of module 'X'; name the parameter after its target",
        "public partial class X { [Node] public void Plan([To(\"Nowhere\")] Edge go) { } }")]
    [InlineData("Arity", "emits (int), but node 'Search' takes (int, int)",
        "public partial class X { [Node] public void Plan(Edge<int> search) { } [Node] public void Search(int a, int b) { } }")]
    [InlineData("Payload", "emits (string), but node 'Search' takes (int)",
        "public partial class X { [Node] public void Plan(Edge<string> search) { } [Node] public void Search(int a) { } }")]
    [InlineData("Narrowing", "emits (long), but node 'Search' takes (int)",
        "public partial class X { [Node] public void Plan(Edge<long> search) { } [Node] public void Search(int a) { } }")]
    [InlineData("Static node", "Node 'Start' is static", "public partial class X { [Node] public static int Start() => 1; }")]
    [InlineData("Generic node", "Node 'Start' is generic", "public partial class X { [Node] public int Start<T>() => 1; }")]
    [InlineData("Async void", "Node 'Start' is async void",
        "public partial class X { [Node] public async void Start() => await Task.Yield(); }")]
    [InlineData("Sequence", "Node 'Start' returns an asynchronous sequence; stream with a parameter of type ChunkWriter<int>",
        "public partial class X { [Node] public IAsyncEnumerable<int> Start() => null!; }")]
    [InlineData("Span", "Node 'Start' returns 'Span<int>'; a result is a value", "public partial class X { [Node] public Span<int> Start() => default; }")]
    [InlineData("Ref return", "Node 'Start' returns by reference",
        "public partial class X { private int i; [Node] public ref int Start() => ref i; }")]
    [InlineData("Ref", "Parameter 'i' of node 'Start' is passed by reference",
        "public partial class X { [Node] public int Start(ref int i) => i; }")]
    [InlineData("In", "is passed by reference", "public partial class X { [Node] public int Start(in int i) => i; }")]
    [InlineData("Out", "is passed by reference", "public partial class X { [Node] public int Start(out int i) => i = 1; }")]
    [InlineData("Pointer", "is of type 'int*'", "public unsafe partial class X { [Node] public int Start(int* i) => 1; }")]
    [InlineData("Ref struct", "is of type 'Span<int>'", "public partial class X { [Node] public int Start(Span<int> i) => 1; }")]
    [InlineData("Dynamic", "is of type 'dynamic'", "public partial class X { [Node] public int Start(dynamic i) => 1; }")]
    [InlineData("Two writers", "Node 'Start' has a second ChunkWriter, 'b'",
        "public partial class X { [Node] public int Start(ChunkWriter<int> a, ChunkWriter<int> b) => 1; }")]
    [InlineData("Client", "is an agent's client",
        "public partial class X { [Node] public int Start([Service] C c) => 1; } public class C : AgentClient { }")]
    [InlineData("Reserved stream", "The name of 'Id' is needed for what is generated for module 'X'",
        "public partial class X { [Node] public int Id(ChunkWriter<int> chunks) => 1; }")]
    [InlineData("Unknown input", "names 'Nowhere', which is unknown while code is generated",
        "public partial class X { [Node] public int Start(Nowhere n, List<Nowhere> m, string s = \"\") => 1; }", "CS0246")]
    [InlineData("Unknown result", "names 'Nowhere', which is unknown while code is generated",
        "public partial class X { [Node] public Task<Nowhere?> Start() => null!; }", "CS0246")]
    [InlineData("Generated client", "take what source generators make, an agent's client for one, by the module's constructor",
        "public partial class X { [Node] public int Start([Service] XClient other) => 1; }")]
    [InlineData("Unknown chunk", "names 'Nowhere[]', which is unknown while code is generated",
        "public partial class X { [Node] public int Start(ChunkWriter<Nowhere[]> chunks) => 1; }", "CS0246")]
    [InlineData("Unknown edge", "names 'Nowhere', which is unknown while code is generated",
        "public partial class X { [Node] public void Start(Edge<Nowhere> end) { } [Node] public int End(Nowhere n) => 1; }", "CS0246")]
    [InlineData("Internal payload", "'Hidden' is less accessible than module 'X'",
        "public partial class X { [Node] internal Hidden Start() => new(); } internal sealed record Hidden;")]
    [InlineData("Private payload", "'X.Hidden' is less accessible than module 'X'",
        "public partial class X { [Node] private int Start(Hidden h, ChunkWriter<Hidden> chunks) => 1; private sealed record Hidden; }")]
    public void Faults(string name, string fault, string module, params string[] expected)
    {
        Assert.NotEmpty(name);
        var run = Generate.Faulty(fault, ["[AgentModule] " + module + Uses], expected);
        Assert.All(run.Files.Where(file => !file.Key.StartsWith("Agents.Registry", StringComparison.Ordinal)), file =>
            Assert.Contains("Agent 'X': ", file.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("generic", "[AgentModule] public partial class X<T> { [Node] public T Start(T t, ChunkWriter<T> chunks) => t; }")]
    [InlineData("generic", "public partial class Outer<T> { [AgentModule] public partial class X { [Node] public T Start(T t) => t; } }")]
    [InlineData("'Outer' contains module 'X' and is not partial", "public class Outer { [AgentModule] public partial class X { [Node] public int Start() => 1; } }")]
    [InlineData("file-local", "[AgentModule] file partial class X { [Node] public int Start() => 1; }")]
    [InlineData("less accessible than internal", "public partial class Outer { [AgentModule] private partial class X { [Node] public int Start() => 1; } }")]
    public void Faults_of_place(string fault, string source) => Generate.Faulty(fault, [source]);

    [Fact]
    public void A_struct_is_no_module() => Assert.Empty(GeneratorRun.Of(Sources.Compile(
        "[AgentModule] public partial record struct X { [Node] public int Start() => 1; }",
        "[ChunkUnion] public partial struct Y { }")).Files);

    [Fact]
    public void Skeleton() => Generate.Snapshot("""
        [AgentModule("faulty")]
        public partial class Faulty
        {
            [Node(Entry = true)] public void Plan(string topic, Edge<string> serch, int depth = 3) { }
            [Node] public Task<int?> Search(string topic, ChunkWriter<string> chunks, Edge<string, int> plan) => null!;
        }
        """);

    [Fact]
    public void A_faulty_module_has_the_surface_of_the_sound_one()
    {
        const string Module = """
            namespace My;

            public static partial class Outer
            {
                [AgentModule]
                public partial class X
                {
                    [Node(Entry = true)] public void Plan(string topic, Edge<string> search, int depth = 3) { }
                    [Node] public Task<int?> Search(string topic, ChunkWriter<string?> chunks, Edge<string, int> plan) => null!;
                    [Node] public void Write(int n, ChunkWriter<List<int>> chunks, [To(nameof(Search))] Edge<string> other) { }
                }
            }
            """;
        var sound = Generate.Sound(Module);
        var faulty = Generate.Faulty("names no node", [Module.Replace("Edge<string> search", "Edge<string> serch", StringComparison.Ordinal)]);
        Assert.Equal(SurfaceOf(sound), SurfaceOf(faulty));
        Assert.Equal(sound.Files.Keys, faulty.Files.Keys);
    }

    [Theory]
    [InlineData("public partial class X { [Node] public int Start(int, string) => 1; }")]
    [InlineData("public partial class X { [Node] public int Start(int input1, string, Edge<int>) => 1; }")]
    [InlineData("public partial class { [Node] public int Start() => 1; }")]
    [InlineData("public partial class X<> { [Node] public int Start() => 1; }")]
    [InlineData("public partial class X { [Node] public int Start(ChunkWriter<U> chunks) => 1; } [ChunkUnion] public abstract partial record U { public sealed record A(int, string) : U; public sealed record (int Value) : U; }")]
    [InlineData("public partial class X { [Node] public int Start() => 1; } [ChunkUnion] public abstract partial record { public sealed record A : U; }")]
    [InlineData("public partial class X { [Node] public int Start() => 1; } public partial class { [AgentModule] public partial class Y { [Node] public int Start() => 1; } }")]
    public void While_names_are_typed_what_is_generated_stays_code(string module)
    {
        var run = GeneratorRun.Of(Sources.Compile("[AgentModule] " + module));
        Assert.Empty(run.Output.SyntaxTrees.Skip(1).SelectMany(tree => tree.GetDiagnostics()));
    }

    private static string[] SurfaceOf(GeneratorRun run) => [.. TypesOf(run.Output.Assembly.GlobalNamespace)
        .Where(type => !type.Name.StartsWith("AgentWiring", StringComparison.Ordinal))
        .SelectMany(type => type.GetMembers()
            .Where(member => member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected)
            .Select(member => $"{member.DeclaredAccessibility} {member.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)}")
            .Where(member => !member.Contains("serch", StringComparison.Ordinal) && !member.Contains(".Plan(", StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal)];

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol symbol) => symbol.GetMembers()
        .OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => TypesOf(member).Concat(member is INamedTypeSymbol type ? [type] : []));
}

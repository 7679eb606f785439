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
                run = await client.ForkAsync(default, static (XChanges changes) => { });
                run = await client.RetryAsync(default);
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
    [InlineData("No start", "Aggregate 'B' gathers no scope: none is open where edge 'b' of node 'A' leads to it",
        "public partial class X { [Node] public void A(Edge<int> b) { } [Aggregate] public void B(IReadOnlyList<int> all, string what) { } }")]
    [InlineData("No aggregate", "Nothing gathers the scope that 'A' opens",
        "public partial class X { [AggregateStart] public int A(Edge<int> b) => 1; [Node] public void B(int n) { } }")]
    [InlineData("Scope never gathered within another", "Nothing gathers the scope that 'B' opens",
        "public partial class X { [AggregateStart] public void A(Edge b, Edge d) { } [AggregateStart] public void B(Edge c) { } [Node] public void C() { } [Aggregate] public void D(IReadOnlyList<ValueTuple> all) { } }")]
    [InlineData("Two aggregates", "Aggregate 'C' gathers the scope of 'A', and so does 'B'; a scope has one aggregate",
        "public partial class X { [AggregateStart] public void A(Edge<int> b, Edge<int> c) { } [Aggregate] public void B(IReadOnlyList<int> all) { } [Aggregate] public void C(IReadOnlyList<int> all) { } }")]
    [InlineData("Out of a scope", "Edge 'report' of node 'Work' crosses a scope: it leads to node 'Report' in the scope of 'Split', another path in no scope",
        "public partial class X { [AggregateStart] public void Split(Edge work) { } [Node] public void Work(Edge gather, Edge report) { } [Aggregate] public void Gather(IReadOnlyList<ValueTuple> all, Edge report) { } [Node] public void Report() { } }")]
    [InlineData("Into a scope", "Edge 'work' of node 'Split' crosses a scope: it leads to node 'Work' in the scope of 'Split', another path in no scope",
        "public partial class X { [Node] public void Plan(Edge split, Edge work) { } [AggregateStart] public void Split(Edge work) { } [Node] public void Work(Edge gather) { } [Aggregate] public void Gather(IReadOnlyList<ValueTuple> all) { } }")]
    [InlineData("Between scopes", "Edge 'work' of node 'Other' crosses a scope: it leads to node 'Work' in the scope of 'Other', another path in the scope of 'Split'",
        "public partial class X { [AggregateStart] public void Split(Edge work) { } [Node] public void Work(Edge gather) { } [Aggregate] public void Gather(IReadOnlyList<ValueTuple> all, Edge other) { } [AggregateStart] public void Other(Edge work) { } }")]
    [InlineData("Opened anew", "Edge 'split' of node 'Work' crosses a scope: it leads to node 'Split' in the scope of 'Split', another path in no scope",
        "public partial class X { [Node] public void Plan(Edge split) { } [AggregateStart] public void Split(Edge work) { } [Node] public void Work(Edge split, Edge gather) { } [Aggregate] public void Gather(IReadOnlyList<ValueTuple> all) { } }")]
    [InlineData("Past a scope", "Edge 'outer2' of node 'Leaf' crosses a scope: it leads to node 'Outer2' in the scope of 'Inner1' in the scope of 'Outer1', another path in the scope of 'Outer1'",
        "public partial class X { [AggregateStart] public void Outer1(Edge inner1, Edge outer2) { } [AggregateStart] public void Inner1(Edge leaf) { } [Node] public void Leaf(Edge inner2, Edge outer2) { } [Aggregate] public void Inner2(IReadOnlyList<ValueTuple> all, Edge outer2) { } [Aggregate] public void Outer2(IReadOnlyList<ValueTuple> all) { } }")]
    [InlineData("Wrong start", "Aggregate 'C' names 'B' as its start, which is no node marked with [AggregateStart]",
        "public partial class X { [AggregateStart] public void A(Edge b) { } [Node] public void B(Edge c) { } [Aggregate(Start = nameof(B))] public void C(IReadOnlyList<ValueTuple> all) { } }")]
    [InlineData("Other start", "Aggregate 'Gather' names 'Outer' as its start, but the scope that it gathers is that of 'Inner'",
        "public partial class X { [AggregateStart] public void Outer(Edge inner) { } [AggregateStart] public void Inner(Edge gather) { } [Aggregate(Start = nameof(Outer))] public void Gather(IReadOnlyList<ValueTuple> all) { } }")]
    [InlineData("No list", "Aggregate 'B' takes (int[]), but is given an IReadOnlyList<T> first; name another fold",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate] public void B(int[] all) { } }")]
    [InlineData("No input", "Aggregate 'B' takes nothing, but is given an IReadOnlyList<T> first",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate] public void B() { } }")]
    [InlineData("Other fold", "Aggregate 'B' takes (string), but is given (int), its fold",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate<SumAggregator<int>>] public void B(string sum) { } }")]
    [InlineData("No place for the start's value", "Aggregate 'B' takes (int), but is given (int, string), its fold and what 'A' returns",
        "public partial class X { [AggregateStart] public Task<string> A(Edge<int> b) => null!; [Aggregate<SumAggregator<int>>] public void B(int sum) { } }")]
    [InlineData("Other start's value", "Aggregate 'B' takes (int, int), but is given (int, int?), its fold and what 'A' returns",
        "public partial class X { [AggregateStart] public int? A(Edge<int> b) => 1; [Aggregate<SumAggregator<int>>] public void B(int sum, int value) { } }")]
    [InlineData("No start's value", "Aggregate 'B' takes (int, string), but is given (int), its fold; 'A' returns nothing",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate<SumAggregator<int>>] public void B(int sum, string value) { } }")]
    [InlineData("Too much of a lonely aggregate", "Aggregate 'B' takes (int, int, int), but is given (int), its fold",
        "public partial class X { [Node(Entry = true)] public void A() { } [Aggregate<SumAggregator<int>>] public void B(int sum, int value, int more) { } }")]
    [InlineData("No aggregator", "'string' cannot be the aggregator of node 'B': it implements no IAggregator<TItem, TState, TResult>",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate<string>] public void B(int sum) { } }")]
    [InlineData("Interface", "'I' cannot be the aggregator of node 'B': it is no class or struct",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate<I>] public void B(int sum) { } } public interface I : IAggregator<int, int, int>;", "CS8920")]
    [InlineData("Constraints", "'SumAggregator<string>' cannot be the aggregator of node 'B': its type arguments do not meet its constraints",
        "public partial class X { [AggregateStart] public void A(Edge<string> b) { } [Aggregate<SumAggregator<string>>] public void B(string sum) { } }", "CS0311")]
    [InlineData("Constraint to a struct", "its type arguments do not meet its constraints",
        "public partial class X { [AggregateStart] public void A(Edge<string> b) { } [Aggregate<Own<string>>] public void B(int sum) { } } " +
        "public class Own<T> : IAggregator<T, int, int> where T : struct { public static int Create() => 0; public static void Add(ref int s, T i) { } public static int Finish(ref int s) => s; }", "CS0453")]
    [InlineData("Two states", "'Two' cannot be the aggregator of node 'B': it implements IAggregator with more than one state or result",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate<Two>] public void B(int sum) { } } " +
        "public class Two : IAggregator<int, int, int>, IAggregator<string, long, int> { public static int Create() => 0; static long IAggregator<string, long, int>.Create() => 0; " +
        "public static void Add(ref int s, int i) { } public static void Add(ref long s, string i) { } public static int Finish(ref int s) => s; public static int Finish(ref long s) => 0; }")]
    [InlineData("Hidden state", "'Own' cannot be the aggregator of node 'B': it needs 'Own.State', which generated code cannot name",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate<Own>] public void B(int sum) { } } " +
        "public class Own : IAggregator<int, Own.State, int> { private struct State; static State IAggregator<int, State, int>.Create() => default; " +
        "static void IAggregator<int, State, int>.Add(ref State s, int i) { } static int IAggregator<int, State, int>.Finish(ref State s) => 0; }")]
    [InlineData("Local aggregator", "'Own' cannot be the aggregator of node 'B': it is local to its file",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate<Own>] public void B(int sum) { } } " +
        "file class Own : IAggregator<int, int, int> { public static int Create() => 0; public static void Add(ref int s, int i) { } public static int Finish(ref int s) => s; }")]
    [InlineData("Unknown aggregator", "The aggregator of node 'B' names 'Nowhere', which is unknown while code is generated",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate<Nowhere>] public void B(int sum) { } }", "CS0246")]
    [InlineData("Aggregate as entry", "Aggregate 'A' cannot be the entry of module 'X'",
        "public partial class X { [Aggregate] public void A(IReadOnlyList<int> all) { } }")]
    [InlineData("Gathered payload", "Edge 'b' of node 'A' emits (string), but node 'B' takes by its fold (int)",
        "public partial class X { [AggregateStart] public void A(Edge<string> b) { } [Aggregate<SumAggregator<int>>] public void B(int sum) { } }")]
    [InlineData("Gathered pair", "Edge 'b' of node 'A' emits (string), but node 'B' takes by its fold (string, int)",
        "public partial class X { [AggregateStart] public void A(Edge<string> b) { } [Aggregate<MapAggregator<string, int>>] public void B(object map) { } }")]
    [InlineData("Gathered nothing", "Edge 'b' of node 'A' emits nothing, but node 'B' takes by its fold (int)",
        "public partial class X { [AggregateStart] public void A(Edge b) { } [Aggregate] public void B(IReadOnlyList<int> all) { } }")]
    [InlineData("Unclear", "Edge 'b' of node 'A' emits (int), but node 'B' takes by its fold (long) or (object)",
        "public partial class X { [AggregateStart] public void A(Edge<int> b) { } [Aggregate<Own>] public void B(int sum) { } } " +
        "public class Own : IAggregator<long, int, int>, IAggregator<object, int, int> { public static int Create() => 0; public static void Add(ref int s, long i) { } public static void Add(ref int s, object i) { } public static int Finish(ref int s) => s; }")]
    [InlineData("Two roles", "Node 'A' is marked with [AggregateStart] and with [Node]; a node has one role",
        "public partial class X { [AggregateStart, Node] public void A() { } }")]
    [InlineData("Sequence of a start", "Node 'A' returns an asynchronous sequence; stream with a parameter of type ChunkWriter<int>",
        "public partial class X { [AggregateStart] public IAsyncEnumerable<int> A(Edge<int> b) => null!; [Aggregate] public void B(IReadOnlyList<int> all, object o) { } }")]
    [InlineData("Value of a start", "Node 'A' returns 'Span<int>'; a result is a value",
        "public partial class X { [AggregateStart] public Span<int> A(Edge<int> b) => default; [Aggregate] public void B(IReadOnlyList<int> all, object o) { } }")]
    [InlineData("Human input like a member", "The name of 'id' is needed for what is generated for module 'X'",
        "public partial class X { [Node] public void A(HumanInput<int, int> id) { } }")]
    [InlineData("Human input like a stream", "The name of 'a' is needed for what is generated for module 'X'",
        "public partial class X { [Node] public void A(HumanInput<int, int> a, ChunkWriter<int> chunks) { } }")]
    [InlineData("Human inputs of other types", "Human input 'ask' of node 'B' and 'ask' of node 'A' are both 'Ask' of the run, but differ in name or types",
        "public partial class X { [Node] public void A(HumanInput<int, int> ask, Edge b) { } [Node] public void B(HumanInput<int, int?> ask) { } }")]
    [InlineData("Human inputs of other names", "Human input 'Ask' of node 'A' and 'ask' of node 'A' are both 'Ask' of the run",
        "public partial class X { [Node] public void A(HumanInput<int, int> ask, HumanInput<int, int> Ask) { } }")]
    [InlineData("Ref struct as question", "Parameter 'ask' of node 'A' is of type 'Span<int>'",
        "public partial class X { [Node] public void A(HumanInput<Span<int>, int> ask) { } }", "CS9244")]
    [InlineData("Unknown answer", "Parameter 'ask' of node 'A' names 'Nowhere', which is unknown",
        "public partial class X { [Node] public void A(HumanInput<int, Nowhere> ask) { } }", "CS0246")]
    [InlineData("Internal answer", "'Hidden' is less accessible than module 'X'",
        "public partial class X { [Node] internal void A(HumanInput<int, Hidden> ask) { } } internal sealed record Hidden;")]
    [InlineData("Node like the changes", "The name of 'XChanges' is needed for what is generated for module 'X'",
        "public partial class X { [Node] public void XChanges() { } }")]
    [InlineData("Unknown inner input", "Parameter 'n' of node 'B' names 'Nowhere', which is unknown",
        "public partial class X { [Node] public void A(Edge<int> b) { } [Node] public void B(Nowhere n) { } }", "CS0246")]
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

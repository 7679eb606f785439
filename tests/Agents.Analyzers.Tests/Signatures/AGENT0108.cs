using Agents.Analyzers.Tests.Harness;
using Agents.CodeFixes;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;

namespace Agents.Analyzers.Tests.Signatures;

public class AGENT0108
{
    [Fact]
    public Task Flagged() => Check<CancellationAnalyzer>.Reports(
        [
            """
            [AgentModule]
            public partial class X
            {
                [Node]
                public async Task<int> {|#0:StartAsync|}()
                {
                    await Task.Delay(10);
                    return 1;
                }
            }
            """,
        ],
        Check<CancellationAnalyzer>.Rule(Rules.NoCancellationToken, 0, "Start"));

    [Theory]
    [InlineData("public async Task [|Start|]() => await Task.Delay(10);")]
    [InlineData("public async ValueTask<int> [|Start|](Stream file) => await file.ReadAsync(new byte[8]);")]
    [InlineData("public Task [|Start|]() => Task.Delay(10);")]
    [InlineData("public ValueTask [|Start|](ChunkWriter<string> words) => words.WriteAsync(\"hello\");")]
    [InlineData("public Task<int> [|Start|](bool now) => now ? Task.FromResult(1) : Wait(); private static async Task<int> Wait() { await Task.Yield(); return 1; }")]
    [InlineData("public Task<int> [|Start|](bool now) { if (now) return Task.FromResult(1); return Task.Run(() => 2); }")]
    [InlineData("public ValueTask<int> [|Start|]() => new(Task.Run(() => 2));")]
    [InlineData("public async Task [|Start|](IAsyncEnumerable<int> numbers) { await foreach (var number in numbers) Console.WriteLine(number); }")]
    [InlineData("public async Task [|Start|](IAsyncDisposable thing) { await using var it = thing; }")]
    [InlineData("public async Task [|Start|](IAsyncDisposable thing) { await using (thing) { } }")]
    [InlineData("public async Task [|Start|]() { var pause = async () => await Task.Delay(10); await pause(); }")]
    [InlineData("public async void [|Start|]() => await Task.Delay(10);")]
    public Task Flagged_where_it_waits(string node) => Check<CancellationAnalyzer>.Reports(Module(node));

    [Fact]
    public Task Flagged_in_each_part_of_a_module() => Check<CancellationAnalyzer>.Reports(
        "[AgentModule] public partial class X { [Node] public async Task [|Start|](Edge next) { await Task.Yield(); next.Emit(); } }",
        "public partial class X { [Node] public Task [|Next|]() => Task.Delay(10); }");

    [Fact]
    public Task Flagged_at_the_implementation_of_a_partial_node() => Check<CancellationAnalyzer>.Reports("""
        [AgentModule]
        public partial class X
        {
            [Node] public partial Task Start();
            public partial async Task [|Start|]() => await Task.Delay(10);
        }
        """);

    [Theory]
    [InlineData("public async Task Start(CancellationToken cancellationToken) => await Task.Delay(10, cancellationToken);")]
    [InlineData("public int Start() => 1;")]
    [InlineData("public void Start(Edge next) => next.Emit(); [Node] public int Next() => 1;")]
    [InlineData("public Task<int> Start() => Task.FromResult(1);")]
    [InlineData("public Task Start() => Task.CompletedTask;")]
    [InlineData("public ValueTask Start() => default;")]
    [InlineData("public ValueTask<int> Start() => new(1);")]
    [InlineData("public ValueTask<int> Start() => new ValueTask<int>(1);")]
    [InlineData("public ValueTask<int> Start() => ValueTask.FromResult(1);")]
    [InlineData("public Task<int> Start() => throw new NotSupportedException();")]
    [InlineData("public Task<int> Start(bool left) => left ? Task.FromResult(1) : Task.FromException<int>(new NotSupportedException());")]
    [InlineData("public Task<int> Start(int side) => side switch { 0 => Task.FromResult(1), _ => Task.FromResult(2) };")]
    [InlineData("public Task<int> Start() { Func<Task> later = () => Task.Delay(10); GC.KeepAlive(later); return Task.FromResult(1); }")]
    [InlineData("public async Task Start() => await Task.CompletedTask;")]
    [InlineData("public async Task<int> Start() { return 1; }")]
    [InlineData("public async IAsyncEnumerable<int> Start() { await Task.Delay(10); yield return 1; }")]
    public Task Not_flagged_with_a_token_or_without_a_wait(string node) => Check<CancellationAnalyzer>.Reports(Module(node));

    [Fact]
    public Task Not_flagged_outside_of_nodes() => Check<CancellationAnalyzer>.Reports("""
        [AgentModule]
        public partial class X
        {
            [Node] public int Start() => 1;
            public async Task Helper() => await Task.Delay(10);
        }
        public class NoModule
        {
            [Node] public async Task Start() => await Task.Delay(10);
        }
        """);

    [Fact]
    public Task Not_flagged_while_code_is_half_typed() => Check<CancellationAnalyzer>.Reports(
        Module("public async Task Start() { {|CS0103:wait|}(); } [Node] public Task<int> Next() { {|CS0126:return|}; } [Node] public Task {|CS0161:Last|}() { }"));

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<CancellationAnalyzer>.Reports(
        "// <auto-generated/>\n" + Module("public async Task Start() => await Task.Delay(10);"));

    [Fact]
    public Task Mended() => Mend<CancellationAnalyzer, AddCancellationTokenFix>.To(
        """
        [ChunkUnion]
        public abstract partial record Step
        {
            public sealed record Begun(string Name, int Count = 1) : Step;
        }
        [AgentModule]
        public partial class X(System.Net.Http.HttpClient web)
        {
            /// <summary>Loads a page.</summary>
            [Node]
            public async Task<string> {|AGENT0108:Start|}(string page, ChunkWriter<Step> steps) // a page
            {
                await steps.BegunAsync(page);
                await steps.WriteAsync(new Step.Begun(page));
                await Task.Delay(10); // slow down
                var text = await web.GetStringAsync(page);
                await File.WriteAllTextAsync("page", text);
                return text;
            }
        }
        """,
        """
        [ChunkUnion]
        public abstract partial record Step
        {
            public sealed record Begun(string Name, int Count = 1) : Step;
        }
        [AgentModule]
        public partial class X(System.Net.Http.HttpClient web)
        {
            /// <summary>Loads a page.</summary>
            [Node]
            public async Task<string> Start(string page, ChunkWriter<Step> steps, CancellationToken cancellationToken) // a page
            {
                await steps.BegunAsync(page, cancellationToken: cancellationToken);
                await steps.WriteAsync(new Step.Begun(page), cancellationToken);
                await Task.Delay(10, cancellationToken); // slow down
                var text = await web.GetStringAsync(page, cancellationToken);
                await File.WriteAllTextAsync("page", text, cancellationToken);
                return text;
            }
        }
        """);

    [Theory]
    [InlineData("await client.InvokeAsync(1);", "await client.InvokeAsync(1, cancellationToken: cancellationToken);")]
    [InlineData("var run = await client.StartAsync(1, null); await run.GetResultAsync();", "var run = await client.StartAsync(1, null, cancellationToken); await run.GetResultAsync(cancellationToken);")]
    [InlineData("await Task.Delay(10, CancellationToken.None);", "await Task.Delay(10, CancellationToken.None);")]
    [InlineData("await reader.ReadLineAsync();", "await reader.ReadLineAsync(cancellationToken);")]
    [InlineData("var line = reader.ReadLineAsync(); await line;", "var line = reader.ReadLineAsync(); await line;")]
    [InlineData("await Nested(); async Task Nested() => await Task.Delay(10);", "await Nested(); async Task Nested() => await Task.Delay(10, cancellationToken);")]
    [InlineData("var later = async () => await Task.Delay(10); await later();", "var later = async () => await Task.Delay(10, cancellationToken); await later();")]
    [InlineData("var later = static async () => await Task.Delay(10); await later();", "var later = static async () => await Task.Delay(10); await later();")]
    [InlineData("await Nested(default); static async Task Nested(CancellationToken token) => await Task.Delay(10);", "await Nested(default); static async Task Nested(CancellationToken token) => await Task.Delay(10);")]
    [InlineData("await Parallel.ForEachAsync([1], async (i, token) => await Task.Delay(i));", "await Parallel.ForEachAsync([1], async (i, token) => await Task.Delay(i));")]
    [InlineData("try { await Task.Delay(1); } finally { await Task.Delay(2); }", "try { await Task.Delay(1, cancellationToken); } finally { await Task.Delay(2); }")]
    [InlineData("await foreach (var i in numbers) { }", "await foreach (var i in numbers.WithCancellation(cancellationToken)) { }")]
    [InlineData("await foreach (var i in Numbers()) { }", "await foreach (var i in Numbers(cancellationToken)) { }")]
    [InlineData("await foreach (var i in numbers.ConfigureAwait(false)) { }", "await foreach (var i in numbers.ConfigureAwait(false)) { }")]
    [InlineData("await numbers.ToListAsync(); await Task.WhenAll(Task.Run(() => 1), Named(b: 2, a: 1));", "await numbers.ToListAsync(cancellationToken); await Task.WhenAll(Task.Run(() => 1, cancellationToken), Named(b: 2, a: 1, token: cancellationToken));")]
    [InlineData("await Task.Delay(await Named(1, 2));", "await Task.Delay(await Named(1, 2, cancellationToken), cancellationToken);")]
    public Task Mended_with_all_calls(string statements, string mended) => Mends(
        "public async Task {|AGENT0108:Start|}(IAsyncEnumerable<int> numbers, StreamReader reader) { await Task.Yield(); " + statements + " }",
        "public async Task Start(IAsyncEnumerable<int> numbers, StreamReader reader, CancellationToken cancellationToken) { await Task.Yield(); " + mended + " }");

    [Theory]
    [InlineData("Start|}()", "Start(CancellationToken cancellationToken)", "cancellationToken")]
    [InlineData("Start|}(int a, int b = 2)", "Start(int a, int b = 2, CancellationToken cancellationToken = default)", "cancellationToken")]
    [InlineData("Start|}(int a, params int[] b)", "Start(int a, CancellationToken cancellationToken, params int[] b)", "cancellationToken")]
    [InlineData("Start|}(int cancellationToken)", "Start(int cancellationToken, CancellationToken cancellationToken2)", "cancellationToken2")]
    [InlineData("Start|}(\n    int a, // the first\n    int b)", "Start(\n    int a, // the first\n    int b,\n    CancellationToken cancellationToken)", "cancellationToken")]
    [InlineData("Start|}(\n    int a\n)", "Start(\n    int a,\n    CancellationToken cancellationToken\n)", "cancellationToken")]
    public Task Mended_with_its_place_in_the_signature(string parameters, string mended, string token) => Mends(
        "public async Task {|AGENT0108:" + parameters + " => await Task.Delay(10);",
        "public async Task " + mended + $" => await Task.Delay(10, {token});");

    [Fact]
    public Task Mended_so_that_callers_go_on_to_compile() => Mends(
        "public async Task {|AGENT0108:Start|}(int a) => await Task.Delay(a); /// <summary>As <see cref=\"Start\"/>.</summary>\n private Task Helper() => Start(1); public string Name => nameof(Start);",
        "public async Task Start(int a, CancellationToken cancellationToken = default) => await Task.Delay(a, cancellationToken); /// <summary>As <see cref=\"Start\"/>.</summary>\n private Task Helper() => Start(1); public string Name => nameof(Start);");

    [Fact]
    public Task Mended_with_a_using_where_one_is_missing() => Mend<CancellationAnalyzer, AddCancellationTokenFix>.To(
        ["using System.Threading.Tasks;\nusing Agents;\n\n" + Module("public async Task {|AGENT0108:Start|}() => await Task.Delay(10);")],
        ["using System.Threading;\nusing System.Threading.Tasks;\nusing Agents;\n\n" + Module("public async Task Start(CancellationToken cancellationToken) => await Task.Delay(10, cancellationToken);")],
        usings: "");

    [Theory]
    [InlineData("public async Task {|AGENT0108:Start|}(int a) => await Task.Delay(a); private Func<int, Task> Helper() => Start;")]
    [InlineData("public async Task {|AGENT0108:Start|}(params int[] a) => await Task.Delay(a[0]); private Task Helper() => Start(1);")]
    [InlineData("public virtual async Task {|AGENT0108:Start|}(int a) => await Task.Delay(a);")]
    [InlineData("public partial Task Start(int a); public partial async Task {|AGENT0108:Start|}(int a) => await Task.Delay(a);")]
    [InlineData("public async ValueTask {|AGENT0108:DisposeAsync|}() => await Task.Delay(1);")]
    public Task Mended_only_where_the_signature_is_free(string node) => Mend<CancellationAnalyzer, AddCancellationTokenFix>.Nothing(
        Module(node).Replace("class X", node.Contains("Dispose", StringComparison.Ordinal) ? "class X : IAsyncDisposable" : "class X", StringComparison.Ordinal));

    [Fact]
    public Task All_mended() => Mend<CancellationAnalyzer, AddCancellationTokenFix>.To(
        [
            Module("public async Task {|AGENT0108:Start|}(Edge next) { await Task.Delay(1); next.Emit(); }"),
            "public partial class X { [Node] public Task {|AGENT0108:Next|}() => Task.Delay(2); [Node] public async Task {|AGENT0108:Last|}() { await Next(); } }",
        ],
        [
            Module("public async Task Start(Edge next, CancellationToken cancellationToken) { await Task.Delay(1, cancellationToken); next.Emit(); }"),
            "public partial class X { [Node] public Task Next(CancellationToken cancellationToken = default) => Task.Delay(2, cancellationToken); [Node] public async Task Last(CancellationToken cancellationToken) { await Next(cancellationToken); } }",
        ]);

    private static Task Mends(string node, string mended) => Mend<CancellationAnalyzer, AddCancellationTokenFix>.To(
        [Module(node), Helpers], [Module(mended), Helpers]);

    private const string Helpers = """
        [AgentModule]
        public partial class Other { [Node] public string Tell(int number) => ""; }
        public partial class X
        {
            private readonly OtherClient client = null!;
            private static async IAsyncEnumerable<int> Numbers([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default) { await Task.Yield(); yield return 1; }
            private static Task<int> Named(int a, int b, CancellationToken token = default) => Task.FromResult(a + b);
        }
        """;

    private static string Module(string node) => $"[AgentModule] public partial class X {{ [Node] {node} }}";
}

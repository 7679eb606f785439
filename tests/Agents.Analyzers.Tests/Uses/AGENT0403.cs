using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;

namespace Agents.Analyzers.Tests.Uses;

public class AGENT0403
{
    [Fact]
    public Task Flagged() => Check<ModuleStateAnalyzer>.Reports(
        ["[AgentModule] public partial class X { private int count; [Node] public int Start() => ++{|#0:count|}; }"],
        Check<ModuleStateAnalyzer>.Rule(Rules.ModuleState, 0, "count", "X"));

    [Theory]
    [InlineData("[|count|] = 1;")]
    [InlineData("[|this.count|] = 1;")]
    [InlineData("[|count|] += 2;")]
    [InlineData("[|count|]--;")]
    [InlineData("([|count|], var other) = (1, 2);")]
    [InlineData("(([|count|], _), [|last|]) = ((1, 2), \"\");")]
    [InlineData("int.TryParse(\"1\", out [|count|]);")]
    [InlineData("Array.Resize(ref [|items|], 3);")]
    [InlineData("[|Property|] = 1;")]
    [InlineData("[|Manual|] = 1;")]
    [InlineData("[|Changed|] += delegate { };")]
    [InlineData("[|total|]++;")]
    [InlineData("[|X.total|]++;")]
    [InlineData("[|Shared|] = \"\";")]
    [InlineData("[|place.Width|] = 1;")]
    [InlineData("[|inherited|] = 1;")]
    [InlineData("[|seed|]++;")]
    [InlineData("Action later = () => [|count|]++; later();")]
    [InlineData("Count(); void Count() => [|count|]++;")]
    [InlineData("lock (this) { } [|count|]++;")]
    public Task Flagged_in_each_form(string statement) =>
        Check<ModuleStateAnalyzer>.Reports(Module($"[Node] public void Start() {{ {statement} }}"));

    [Theory]
    [InlineData("[Node] public void Start() => Helper(); private void Helper() => [|count|]++;")]
    [InlineData("[Node] public void Start() { } public void Reset() => [|count|] = 0;")]
    [InlineData("[Node] public void Start() { } private static void Helper() => [|total|]++;")]
    [InlineData("[Node] public void Start() { } private static class Helper { public static void Count() => [|total|]++; }")]
    [InlineData("[Node] public void Start() { } public int Next => [|count|]++;")]
    public Task Flagged_in_other_members(string members) => Check<ModuleStateAnalyzer>.Reports(Module(members));

    [Fact]
    public Task Flagged_in_another_part_and_in_a_nested_module() => Check<ModuleStateAnalyzer>.Reports(
        """
        [AgentModule] public partial class X { private int count; [Node] public int Start() => count; }
        public partial class Outer
        {
            private int outside;
            public void Count() => outside++;
            [AgentModule] public partial class Inner { private int count; [Node] public int Start() => [|count|]++; }
        }
        """,
        "public partial class X { private void Count() => [|count|]++; }");

    [Theory]
    [InlineData("var local = count; local++; Console.WriteLine(local + total + seed);")]
    [InlineData("list.Add(1); items[0] = 1; items[0]++;")]
    [InlineData("this[0] = 1;")]
    [InlineData("Interlocked.Increment(ref count); Interlocked.Exchange(ref last, \"\"); Volatile.Write(ref count, 1);")]
    [InlineData("LazyInitializer.EnsureInitialized(ref last, () => \"\");")]
    [InlineData("lock (list) { count++; last = \"\"; }")]
    [InlineData("settings.Depth = 1; settings.Width++;")]
    [InlineData("var other = new Settings { Depth = 1 }; other.Depth = 2;")]
    [InlineData("new X(2).count = 1;")]
    [InlineData("var other = new X(1) { Property = 2 };")]
    [InlineData("list.CopyTo(items); Use(in count);")]
    public Task Not_flagged_where_the_module_keeps_nothing(string statement) =>
        Check<ModuleStateAnalyzer>.Reports(Module($"[Node] public void Start() {{ {statement} }}"));

    [Theory]
    [InlineData("public X() : this(1) { count = 1; Property = 1; total = 1; Action later = () => count++; later(); }")]
    [InlineData("static X() => total = 1;")]
    [InlineData("public void Dispose() { count = 1; }")]
    [InlineData("public ValueTask DisposeAsync() { count = 1; return default; }")]
    [InlineData("void IDisposable.Dispose() => count = 1;")]
    [InlineData("protected virtual void Dispose(bool disposing) => count = 1;")]
    [InlineData("~X() => count = 1;")]
    [InlineData("public int Depth { get => count; init => count = value; }")]
    [InlineData("private sealed class Helper { private int count; public void Count() => count++; }")]
    public Task Not_flagged_while_the_instance_is_made_or_ends(string member) => Check<ModuleStateAnalyzer>.Reports(
        Module("[Node] public void Start() { } " + member));

    [Fact]
    public Task Not_flagged_in_other_classes() => Check<ModuleStateAnalyzer>.Reports(
        "public class Counter { private int count; private static int total; public int Next() { total++; return ++count; } }",
        "[AgentModule] public partial class X { public int Depth { get; set; } [Node] public int Start() => Depth; }",
        "public class Tests { public void Sets() { var x = new X { Depth = 1 }; x.Depth = 2; } }");

    [Fact]
    public Task Not_flagged_while_code_is_half_typed() => Check<ModuleStateAnalyzer>.Reports(
        Module("[Node] public void Start() { {|CS0103:missing|}++; {|CS0103:other|}.count = 1; }"));

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<ModuleStateAnalyzer>.Reports(
        "// <auto-generated/>\n" + Module("[Node] public int Start() => ++count;"));

    private static string Module(string members) => $$"""
        public class Settings { public int Depth { get; set; } public int Width; }
        public class Base { protected int inherited; }
        public struct Place { public int Width; }
        [AgentModule]
        public partial class X(int seed) : Base{{(members.Contains("IDisposable", StringComparison.Ordinal) ? ", IDisposable" : "")}}
        {
            private int count;
            private string? last;
            private int[] items = [];
            private Place place;
            private static int total;
            private readonly List<int> list = [seed];
            private readonly Settings settings = new();
            private static string Shared { get; set; } = "";
            public int Property { get; set; }
            public int Manual { get => count; set => count = value; }
            public int this[int index] { get => index; set => list[index] = value; }
            public event EventHandler? Changed;
            private static void Use(in int value) { }
            {{members}}
        }
        """;

    [Fact]
    public Task Not_flagged_under_other_locks_or_where_it_is_made_once() => Check<ModuleStateAnalyzer>.Reports("""
        [AgentModule]
        public partial class Desk
        {
            private readonly SemaphoreSlim gate = new(1);
            private readonly Lock simple = new();
            private readonly object old = new();
            private string? last;
            private List<string>? words;

            [Node]
            public async Task<string> Ask(string question, CancellationToken cancellationToken)
            {
                words ??= [];
                await gate.WaitAsync(cancellationToken);
                try { last = question; } finally { gate.Release(); }
                return last;
            }

            private void Simple(string text) { using (simple.EnterScope()) last = text; }

            private void Old(string text)
            {
                Monitor.Enter(old);
                try { last = text; } finally { Monitor.Exit(old); }
            }
        }
        """);

    [Fact]
    public Task Flagged_before_the_lock_is_taken() => Check<ModuleStateAnalyzer>.Reports("""
        [AgentModule]
        public partial class Desk
        {
            private readonly SemaphoreSlim gate = new(1);
            private string? last;

            [Node]
            public async Task<string> Ask(string question, CancellationToken cancellationToken)
            {
                [|last|] = question;
                await gate.WaitAsync(cancellationToken);
                gate.Release();
                return question;
            }
        }
        """);
}

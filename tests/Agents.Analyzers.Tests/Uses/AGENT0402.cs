using Agents.Analyzers.Tests.Harness;
using Agents.CodeFixes;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;

namespace Agents.Analyzers.Tests.Uses;

public class AGENT0402
{
    [Fact]
    public Task Flagged() => Check<BlockingCallAnalyzer>.Reports(
        [Module("public int Start() => LoadAsync().{|#0:Result|};")],
        Check<BlockingCallAnalyzer>.Rule(Rules.BlockingCall, 0, "Start", "Result", "await it"));

    [Theory]
    [InlineData("LoadAsync().{|#0:Wait|}();", "Wait()", "await it")]
    [InlineData("LoadAsync().{|#0:Wait|}(1000);", "Wait()", "await it")]
    [InlineData("LoadAsync().GetAwaiter().{|#0:GetResult|}();", "GetAwaiter().GetResult()", "await it")]
    [InlineData("LoadAsync().ConfigureAwait(false).GetAwaiter().{|#0:GetResult|}();", "GetAwaiter().GetResult()", "await it")]
    [InlineData("new ValueTask<int>(LoadAsync()).GetAwaiter().{|#0:GetResult|}();", "GetAwaiter().GetResult()", "await it")]
    [InlineData("_ = new ValueTask<int>(LoadAsync()).{|#0:Result|};", "Result", "await it")]
    [InlineData("new ValueTask(LoadAsync()).AsTask().{|#0:Wait|}();", "Wait()", "await it")]
    [InlineData("Task.{|#0:WaitAll|}(LoadAsync(), LoadAsync());", "Task.WaitAll", "await Task.WhenAll")]
    [InlineData("Task.{|#0:WaitAny|}(LoadAsync(), LoadAsync());", "Task.WaitAny", "await Task.WhenAny")]
    [InlineData("Thread.{|#0:Sleep|}(100);", "Thread.Sleep", "await Task.Delay")]
    [InlineData("Thread.{|#0:Sleep|}(TimeSpan.FromSeconds(1));", "Thread.Sleep", "await Task.Delay")]
    [InlineData("gate.{|#0:Wait|}();", "SemaphoreSlim.Wait", "await WaitAsync")]
    public Task Flagged_in_each_form(string statement, string call, string advice) => Check<BlockingCallAnalyzer>.Reports(
        [Module($"public int Start() {{ {statement} return 1; }}")],
        Check<BlockingCallAnalyzer>.Rule(Rules.BlockingCall, 0, "Start", call, advice));

    [Theory]
    [InlineData("public async Task<int> Start() { await Task.Yield(); return LoadAsync().{|AGENT0402:Result|}; }")]
    [InlineData("public int Start() { Func<int> load = () => LoadAsync().{|AGENT0402:Result|}; return load(); }")]
    [InlineData("public int Start() { return Load(); int Load() => LoadAsync().{|AGENT0402:Result|}; }")]
    [InlineData("public int Start(string[] items) => items.Select(item => LoadAsync().{|AGENT0402:Result|}).Sum();")]
    [InlineData("public int Start() { var task = LoadAsync(); return task.{|AGENT0402:Result|}; }")]
    [InlineData("public int? Start(Task<int>? task) => task?.{|AGENT0402:Result|};")]
    [InlineData("public int Start() { lock (gate) { return LoadAsync().{|AGENT0402:Result|}; } }")]
    [InlineData("public int Start() => (LoadAsync()).{|AGENT0402:Result|} + Task.Run(() => 1).{|AGENT0402:Result|};")]
    public Task Flagged_wherever_in_a_node(string node) => Check<BlockingCallAnalyzer>.Reports(Module(node));

    [Theory]
    [InlineData("var task = LoadAsync(); await other; return task.{|AGENT0402:Result|};")]
    [InlineData("var task = LoadAsync(); await task; task = LoadAsync(); return task.{|AGENT0402:Result|};")]
    [InlineData("await Task.WhenAll(other); return LoadAsync().{|AGENT0402:Result|};")]
    [InlineData("var task = LoadAsync(); var result = task.{|AGENT0402:Result|}; await Task.WhenAll(task); return result;")]
    public Task Flagged_where_something_else_was_awaited(string statements) => Check<BlockingCallAnalyzer>.Reports(
        Module($"public async Task<int> Start(Task other) {{ {statements} }}"));

    [Theory]
    [InlineData("var task = LoadAsync(); await task; return task.Result;")]
    [InlineData("var task = LoadAsync(); await task.ConfigureAwait(false); return task.GetAwaiter().GetResult();")]
    [InlineData("var task = LoadAsync(); await Task.WhenAll(task, LoadAsync()); return task.Result;")]
    [InlineData("var tasks = new[] { LoadAsync(), LoadAsync() }; await Task.WhenAll(tasks); return tasks.Sum(task => task.Result);")]
    [InlineData("var tasks = new[] { LoadAsync() }; await Task.WhenAll(tasks); return tasks[0].Result + tasks.First().Result;")]
    [InlineData("var tasks = new[] { LoadAsync() }; await Task.WhenAll(tasks); var sum = 0; foreach (var task in tasks) sum += task.Result; return sum;")]
    [InlineData("var tasks = new[] { LoadAsync() }; var sum = 0; await foreach (var task in Task.WhenEach(tasks)) sum += task.Result; return sum;")]
    [InlineData("var task = LoadAsync(); await Task.WhenAny(task, Task.Delay(10)); return task.Result;")]
    [InlineData("var first = await Task.WhenAny(LoadAsync(), LoadAsync()); return first.Result;")]
    [InlineData("return (await Task.WhenAny(LoadAsync(), LoadAsync())).Result;")]
    [InlineData("var task = LoadAsync(); return task.IsCompletedSuccessfully ? task.Result : await task;")]
    [InlineData("var task = LoadAsync(); return task is { IsCompleted: true } ? task.Result : await task;")]
    [InlineData("var task = LoadAsync(); return task.Status == TaskStatus.RanToCompletion ? task.Result : await task;")]
    [InlineData("return await LoadAsync().ContinueWith(loaded => loaded.Result + 1);")]
    [InlineData("return await Task.Factory.ContinueWhenAll([LoadAsync()], loaded => loaded.Length);")]
    [InlineData("Task<int>? last = null; while (true) { if (last is not null) return last.Result; last = LoadAsync(); await last; }")]
    [InlineData("return Task.FromResult(1).Result;")]
    public Task Not_flagged_where_the_task_is_known_to_have_completed(string statements) => Check<BlockingCallAnalyzer>.Reports(
        Module($"public async Task<int> Start() {{ await Task.Yield(); {statements} }}"));

    [Theory]
    [InlineData("public async Task<int> Start() => await LoadAsync();")]
    [InlineData("public bool Start() => gate.Wait(0) || gate.Wait(TimeSpan.Zero);")]
    [InlineData("public bool Start(Task task) => task.Wait(0);")]
    [InlineData("public int Start() { Thread.Sleep(0); return 1; }")]
    [InlineData("public string Start() => nameof(Task<int>.Result) + nameof(Task.Wait);")]
    [InlineData("public int Start(Lookup found) => found.Result + found.Wait();")]
    [InlineData("public int Start() => Blocking(); private int Blocking() => LoadAsync().Result;")]
    public Task Not_flagged_where_nothing_blocks_the_node(string node) => Check<BlockingCallAnalyzer>.Reports(
        Module(node), "public record Lookup(int Result) { public int Wait() => 1; }");

    [Fact]
    public Task Not_flagged_while_code_is_half_typed() => Check<BlockingCallAnalyzer>.Reports(
        Module("public int Start() { {|CS0103:missing|}.Result.Wait(); {|CS0103:thing|}.GetAwaiter().GetResult(); Thread.Sleep({|CS1503:\"a\"|}); return 1; }"));

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<BlockingCallAnalyzer>.Reports(
        "// <auto-generated/>\n" + Module("public int Start() => LoadAsync().Result;"));

    [Theory]
    [InlineData("int number = LoadAsync().{|AGENT0402:Result|}; /* now */", "int number = await LoadAsync(); /* now */")]
    [InlineData("LoadAsync().{|AGENT0402:Wait|}();", "await LoadAsync();")]
    [InlineData("LoadAsync().{|AGENT0402:Wait|}(cancellationToken);", "await LoadAsync().WaitAsync(cancellationToken);")]
    [InlineData("LoadAsync().GetAwaiter().{|AGENT0402:GetResult|}();", "await LoadAsync();")]
    [InlineData("LoadAsync().ConfigureAwait(false).GetAwaiter().{|AGENT0402:GetResult|}();", "await LoadAsync().ConfigureAwait(false);")]
    [InlineData("_ = LoadAsync().{|AGENT0402:Result|}.ToString();", "_ = (await LoadAsync()).ToString();")]
    [InlineData("_ = 1 + LoadAsync().{|AGENT0402:Result|} * 2;", "_ = 1 + await LoadAsync() * 2;")]
    [InlineData("_ = (task ?? LoadAsync()).{|AGENT0402:Result|};", "_ = await (task ?? LoadAsync());")]
    [InlineData("Task.{|AGENT0402:WaitAll|}(LoadAsync(), LoadAsync());", "await Task.WhenAll(LoadAsync(), LoadAsync());")]
    [InlineData("Task.{|AGENT0402:WaitAny|}(LoadAsync(), LoadAsync());", "await Task.WhenAny(LoadAsync(), LoadAsync());")]
    [InlineData("Thread.{|AGENT0402:Sleep|}(100 /* ms */);", "await Task.Delay(100 /* ms */, cancellationToken);")]
    [InlineData("System.Threading.Thread.{|AGENT0402:Sleep|}(TimeSpan.FromSeconds(1));", "await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);")]
    [InlineData("gate.{|AGENT0402:Wait|}();", "await gate.WaitAsync(cancellationToken);")]
    [InlineData("if (gate.{|AGENT0402:Wait|}(100)) return 1;", "if (await gate.WaitAsync(100, cancellationToken)) return 1;")]
    [InlineData("foreach (var c in LoadAsync().{|AGENT0402:Result|}.ToString()) { }", "foreach (var c in (await LoadAsync()).ToString()) { }")]
    [InlineData("Func<Task> later = async () => { await Task.Yield(); Thread.{|AGENT0402:Sleep|}(1); };", "Func<Task> later = async () => { await Task.Yield(); await Task.Delay(1, cancellationToken); };")]
    public Task Mended_in_an_asynchronous_node(string statement, string mended) => Mends(
        $"public async Task<int> Start(Task<int>? task, CancellationToken cancellationToken) {{ await Task.Yield(); {statement} return 1; }}",
        $"public async Task<int> Start(Task<int>? task, CancellationToken cancellationToken) {{ await Task.Yield(); {mended} return 1; }}");

    [Theory]
    [InlineData("public int Start() => LoadAsync().{|AGENT0402:Result|};", "public async Task<int> Start() => await LoadAsync();")]
    [InlineData("public string? Start() { return LoadAsync().{|AGENT0402:Result|}.ToString(); }", "public async Task<string?> Start() { return (await LoadAsync()).ToString(); }")]
    [InlineData("public void Start() => Thread.{|AGENT0402:Sleep|}(100);", "public async Task Start() => await Task.Delay(100);")]
    [InlineData("public Task<int> Start() => Task.FromResult(LoadAsync().{|AGENT0402:Result|});", "public async Task<int> Start() => await LoadAsync();")]
    [InlineData("public Task<int> Start() { Thread.{|AGENT0402:Sleep|}(1); return LoadAsync(); }", "public async Task<int> Start() { await Task.Delay(1); return await LoadAsync(); }")]
    [InlineData("public ValueTask<int> Start() { Thread.{|AGENT0402:Sleep|}(1); return new(1); }", "public async ValueTask<int> Start() { await Task.Delay(1); return 1; }")]
    [InlineData("public ValueTask<int> Start(bool now) { if (now) return default; Thread.{|AGENT0402:Sleep|}(1); return new(1); }", "public async ValueTask<int> Start(bool now) { if (now) return default; await Task.Delay(1); return 1; }")]
    [InlineData("public Task Start() { Thread.{|AGENT0402:Sleep|}(1); return Task.Delay(1); }", "public async Task Start() { await Task.Delay(1); await Task.Delay(1); }")]
    [InlineData("public Task Start(bool now) { if (now) return Task.CompletedTask; Thread.{|AGENT0402:Sleep|}(1); return Task.Delay(1); }", "public async Task Start(bool now) { if (now) return; await Task.Delay(1); await Task.Delay(1); }")]
    [InlineData("public Task<int> Start(bool now) { Thread.{|AGENT0402:Sleep|}(1); return now ? LoadAsync() : Task.FromResult(1); }", "public async Task<int> Start(bool now) { await Task.Delay(1); return await (now ? LoadAsync() : Task.FromResult(1)); }")]
    public Task Mended_by_making_the_node_asynchronous(string node, string mended) => Mends(node, mended);

    [Fact]
    public Task Mended_with_its_comments_and_lines() => Mend<BlockingCallAnalyzer, ReplaceBlockingCallFix>.To(
        """
        [AgentModule]
        public partial class X
        {
            /// <summary>Begins.</summary>
            [Node]
            public int Start(HttpClient client) // here
            {
                // Before.
                var page = client
                    .GetStringAsync("https://example.org") // slow
                    .{|AGENT0402:Result|}; // after
                return page.Length;
            }
        }
        """.Replace("HttpClient", "System.Net.Http.HttpClient", StringComparison.Ordinal),
        """
        [AgentModule]
        public partial class X
        {
            /// <summary>Begins.</summary>
            [Node]
            public async Task<int> Start(HttpClient client) // here
            {
                // Before.
                var page = await client
                    .GetStringAsync("https://example.org"); // after
                return page.Length;
            }
        }
        """.Replace("HttpClient", "System.Net.Http.HttpClient", StringComparison.Ordinal));

    [Theory]
    [InlineData("public int Start() { lock (gate) { return LoadAsync().{|AGENT0402:Result|}; } }")]
    [InlineData("public int Start() { Func<int> load = () => LoadAsync().{|AGENT0402:Result|}; return load(); }")]
    [InlineData("public int Start() { return Load(); int Load() => LoadAsync().{|AGENT0402:Result|}; }")]
    [InlineData("public int Start() => (from i in new[] { 1 } select LoadAsync().{|AGENT0402:Result|}).Sum();")]
    [InlineData("public bool Start() => LoadAsync().{|AGENT0402:Wait|}(1000);")]
    [InlineData("public int Start() => Task.{|AGENT0402:WaitAny|}(LoadAsync(), LoadAsync());")]
    [InlineData("public bool Start() => Task.{|AGENT0402:WaitAll|}([LoadAsync()], 100);")]
    [InlineData("public int? Start(Task<int>? task) => task?.{|AGENT0402:Result|};")]
    [InlineData("public int Start() { Span<int> span = [1]; var sum = LoadAsync().{|AGENT0402:Result|}; return sum + span[0]; }")]
    [InlineData("public int Start() => LoadAsync().{|AGENT0402:Result|}; public int Twice() => 2 * Start();")]
    [InlineData("public Task Start(bool now) { if (now) return Task.Delay(1); Thread.{|AGENT0402:Sleep|}(1); return Task.CompletedTask; }")]
    [InlineData("public partial int Start(); public partial int Start() => LoadAsync().{|AGENT0402:Result|};")]
    public Task Mended_only_where_it_is_sure(string node) => Mend<BlockingCallAnalyzer, ReplaceBlockingCallFix>.Nothing(Module(node));

    [Fact]
    public Task All_mended() => Mends(
        """
        public int Start(bool now)
            {
                Thread.{|AGENT0402:Sleep|}(1);
                var one = LoadAsync().{|AGENT0402:Result|} + LoadAsync().GetAwaiter().{|AGENT0402:GetResult|}();
                return Add(LoadAsync().{|AGENT0402:Result|}, one).{|AGENT0402:Result|};
                static async Task<int> Add(int a, int b) { await Task.Yield(); return a + b; }
            }
            [Node] public void Next() => LoadAsync().{|AGENT0402:Wait|}();
        """,
        """
        public async Task<int> Start(bool now)
            {
                await Task.Delay(1);
                var one = await LoadAsync() + await LoadAsync();
                return await Add(await LoadAsync(), one);
                static async Task<int> Add(int a, int b) { await Task.Yield(); return a + b; }
            }
            [Node] public async Task Next() => await LoadAsync();
        """);

    private static Task Mends(string node, string mended) =>
        Mend<BlockingCallAnalyzer, ReplaceBlockingCallFix>.To(Module(node), Module(mended));

    private static string Module(string node) => $$"""
        [AgentModule]
        public partial class X
        {
            private readonly SemaphoreSlim gate = new(1);
            [Node] {{node}}
            private static async Task<int> LoadAsync() { await Task.Yield(); return 1; }
        }
        """;

    [Fact]
    public Task Not_flagged_on_the_first_of_many_however_it_is_awaited() => Check<BlockingCallAnalyzer>.Reports("""
        [AgentModule]
        public partial class Race
        {
            [Node]
            public async Task<int> Run(CancellationToken cancellationToken)
            {
                Task<int> a = Task.FromResult(1), b = Task.Run(() => 2, cancellationToken);
                return (await Task.WhenAny(a, b).ConfigureAwait(false)).Result +
                    (await Task.WhenAny(a, b).WaitAsync(cancellationToken)).Result;
            }
        }
        """);
}

using Agents.Analyzers.Tests.Harness;
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

    private static string Module(string node) => $$"""
        [AgentModule]
        public partial class X
        {
            private readonly SemaphoreSlim gate = new(1);
            [Node] {{node}}
            private static async Task<int> LoadAsync() { await Task.Yield(); return 1; }
        }
        """;
}

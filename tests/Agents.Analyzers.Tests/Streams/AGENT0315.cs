using Agents.Analyzers.Tests.Harness;
using Agents.CodeFixes;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;

namespace Agents.Analyzers.Tests.Streams;

public class AGENT0315
{
    private const string Union = """
        [ChunkUnion]
        public abstract partial record Step
        {
            public sealed record Moved(int Metres) : Step;
        }

        public static class Writes
        {
            public static Task TwiceAsync(this ChunkWriter<string> chunks, string text) => Task.CompletedTask;
            public static void Note(this ChunkWriter<string> chunks, string text) { }
        }
        """;

    [Fact]
    public Task Flagged() => Check<ChunkWriteAnalyzer>.Reports(
        [
            """
            [AgentModule]
            public partial class Walker
            {
                [Node]
                public int Walk(int steps, ChunkWriter<string> chunks)
                {
                    for (var i = 0; i < steps; i++)
                        {|#0:chunks.WriteAsync($"step {i}")|};
                    return steps;
                }
            }
            """,
        ],
        Check<ChunkWriteAnalyzer>.Rule(Rules.WriteNotAwaited, 0, "chunks"));

    [Fact]
    public Task Flagged_where_it_is_dropped() => Reports("""
        [Node] public async Task Discards(ChunkWriter<string> chunks)
        {
            _ = [|chunks.WriteAsync("")|];
            _ = [|chunks.WriteAsync("")|].AsTask();
            var _unused = [|chunks.WriteAsync("")|];
            ValueTask late;
            late = [|chunks.WriteAsync("")|];
            var task = [|chunks.WriteAsync("")|].AsTask().ConfigureAwait(false);
            var other = [|chunks.WriteAsync("")|].Preserve();
            _ = other;
            await Task.Yield();
        }

        [Node] public void Statements(bool flag, ChunkWriter<string> chunks, ChunkWriter<string>? maybe)
        {
            [|chunks.WriteAsync("")|];
            [|chunks.WriteAsync("")|].AsTask();
            [|chunks.TwiceAsync("")|];
            [|maybe?.WriteAsync("")|];
            _ = flag ? [|chunks.WriteAsync("")|] : default;
            _ = flag switch { true => [|chunks.TwiceAsync("")|], _ => Task.CompletedTask };
            (this.chunks ?? chunks).Note("");
            [|this.chunks!.WriteAsync("")|];
        }

        [Node] public void Expression(ChunkWriter<Step> steps) => [|steps.MovedAsync(3)|];
        [Node] public void Typed(ChunkWriter<Step> steps) { _ = [|steps.MovedAsync(3)|]; [|steps.WriteAsync(new Step.Moved(1))|]; }
        """);

    [Fact]
    public Task Flagged_in_lists_that_nobody_looks_at() => Reports("""
        [Node] public async Task Lists(string[] texts, ChunkWriter<string> chunks)
        {
            var tasks = new List<Task>();
            foreach (var text in texts)
                tasks.Add([|chunks.WriteAsync(text)|].AsTask());
            var array = new ValueTask[texts.Length];
            for (var i = 0; i < texts.Length; i++)
                array[i] = [|chunks.WriteAsync(texts[i])|];
            Task[] both = [[|chunks.WriteAsync("")|].AsTask(), [|chunks.TwiceAsync("")|]];
            await Task.Yield();
        }
        """);

    [Fact]
    public Task Flagged_in_lambdas_bound_as_actions() => Reports("""
        [Node] public async Task Actions(List<string> texts, ChunkWriter<string> chunks, CancellationToken token)
        {
            texts.ForEach(text => [|chunks.WriteAsync(text)|]);
            await using var registration = token.Register(() => [|chunks.WriteAsync("")|]);
            Action<string> write = text => { [|chunks.WriteAsync(text)|]; };
            write("");
            Report();
            await Task.Yield();

            void Report() => [|chunks.WriteAsync("")|];
        }
        """);

    [Fact]
    public Task Flagged_outside_of_nodes_and_for_writers_of_ones_own() => Check<ChunkWriteAnalyzer>.Reports("""
        public sealed class Loud : ChunkWriter<string>
        {
            public override ValueTask WriteAsync(string chunk, CancellationToken cancellationToken = default) => default;
        }

        public sealed class Progress(ChunkWriter<string> chunks) : IProgress<string>
        {
            public void Report(string value) => [|chunks.WriteAsync(value)|];
            public static void Shout(Loud loud) => _ = [|loud.WriteAsync("")|];
            public static void Any<T>(ChunkWriter<T> chunks, T chunk) => [|chunks.WriteAsync(chunk)|];
            public static void Make() => [|new Loud().WriteAsync("")|];
        }
        """);

    [Fact]
    public Task Not_flagged_where_it_is_awaited_returned_or_passed_on() => Reports("""
        private ValueTask last;

        [Node] public ValueTask Returns(ChunkWriter<string> chunks) => chunks.WriteAsync("");
        [Node] public Task ReturnsTask(bool flag, ChunkWriter<string> chunks) => flag ? chunks.WriteAsync("").AsTask() : Task.CompletedTask;
        [Node] public async Task Awaits(bool flag, string[] texts, ChunkWriter<string> chunks, ChunkWriter<string>? maybe, CancellationToken token)
        {
            await chunks.WriteAsync("", token);
            await chunks.WriteAsync("", token).ConfigureAwait(false);
            await (flag ? chunks.WriteAsync("") : default);
            await (maybe?.WriteAsync("") ?? default);
            await (flag switch { true => chunks.WriteAsync(""), _ => chunks.WriteAsync("b") });
            var kept = chunks.WriteAsync("");
            await kept;
            var preserved = chunks.WriteAsync("").Preserve();
            if (!preserved.IsCompletedSuccessfully)
                await preserved;
            ValueTask either;
            if (flag)
                either = chunks.WriteAsync("a");
            else
                either = chunks.WriteAsync("b");
            await either;
            var previous = default(ValueTask);
            foreach (var text in texts)
            {
                await previous;
                previous = chunks.WriteAsync(text);
            }

            await previous;
            await Task.WhenAll(texts.Select(text => chunks.WriteAsync(text).AsTask()));
            await Task.WhenAll(chunks.WriteAsync("a").AsTask(), chunks.TwiceAsync("b"));
            var tasks = new List<Task>();
            foreach (var text in texts)
                tasks.Add(chunks.WriteAsync(text).AsTask());
            await Task.WhenAll(tasks);
            var more = new List<Task> { chunks.WriteAsync("").AsTask() };
            await Task.WhenAll(more);
            var array = new ValueTask[1];
            array[0] = chunks.WriteAsync("");
            foreach (var item in array)
                await item;
            Task[] both = [chunks.WriteAsync("").AsTask()];
            await both[0];
            await Parallel.ForEachAsync(texts, token, (text, token) => chunks.WriteAsync(text, token));
            await Parallel.ForEachAsync(texts, token, async (text, token) => await chunks.WriteAsync(text, token));
            Func<string, ValueTask> write = text => chunks.WriteAsync(text);
            await write("");
            var inner = chunks.WriteAsync("").AsTask();
            var outer = inner;
            Func<Task> finish = async () => await outer;
            await finish();
            last = chunks.WriteAsync("");
            var copied = (chunks.WriteAsync(""), 1);
            await copied.Item1;
            await Local();
            await using var end = new End(chunks);

            ValueTask Local() => chunks.WriteAsync("");
        }

        [Node] public void Blocks(ChunkWriter<string> chunks) { chunks.WriteAsync("").AsTask().GetAwaiter().GetResult(); chunks.TwiceAsync("").Wait(); }
        [Node] public void Passes(ChunkWriter<string> chunks) { Handle(chunks.WriteAsync("")); chunks.Note(""); }

        private static void Handle(ValueTask task) { }

        private sealed class End(ChunkWriter<string> chunks) : IAsyncDisposable
        {
            public ValueTask DisposeAsync() => chunks.WriteAsync("end");
        }
        """);

    [Fact]
    public Task Not_flagged_for_other_writers_and_mocks() => Check<ChunkWriteAnalyzer>.Reports("""
        using System.Threading.Channels;

        public static class Other
        {
            public static void Write(ChannelWriter<int> writer, StreamWriter stream)
            {
                _ = writer.WriteAsync(1);
                stream.WriteAsync("");
            }

            public static void Check(ChunkWriter<string> chunks) => Received(chunks).WriteAsync("");

            private static T Received<T>(T mock) => mock;
        }
        """);

    /// <summary>Each line is marked once: by the compiler or by us.</summary>
    [Fact]
    public async Task Not_flagged_where_the_compiler_warns()
    {
        var diagnostics = await Analysis.Of(
            [
                """
                public static class Helper
                {
                    public static async Task WriteAllAsync(this ChunkWriter<string> chunks) => await chunks.WriteAsync("");

                    public static async Task Asynchronous(ChunkWriter<string> chunks, ChunkWriter<string>? maybe, List<string> texts)
                    {
                        await Task.Yield();
                        chunks.WriteAsync("");                                  // CS4014
                        chunks.WriteAsync("").AsTask();                         // CS4014
                        chunks.WriteAllAsync();                                 // CS4014
                        maybe?.WriteAsync("");                                  // AGENT0315
                        texts.ForEach(text => chunks.WriteAsync(text));         // AGENT0315
                        texts.ForEach(text => chunks.WriteAllAsync());          // CS4014
                        texts.ForEach(async text => chunks.WriteAsync(text));   // CS4014, CS1998
                        Func<Task> write = async () => chunks.WriteAsync("");   // CS4014, CS1998
                        await write();
                    }

                    public static void Synchronous(ChunkWriter<string> chunks)
                    {
                        chunks.WriteAsync("");                                  // AGENT0315
                        chunks.WriteAllAsync();                                 // CS4014
                        _ = chunks.WriteAllAsync();                             // AGENT0315
                    }

                    public static void Arrow(ChunkWriter<string> chunks) =>
                        chunks.WriteAsync("");                                  // AGENT0315

                    public static async Task AsyncArrow(ChunkWriter<string> chunks) =>
                        chunks.WriteAsync("");                                  // CS4014
                }
                """,
            ],
            TestContext.Current.CancellationToken);
        Assert.All(diagnostics.Where(diagnostic => diagnostic.Id is "CS4014" or "AGENT0315"), diagnostic =>
        {
            var text = diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken);
            var line = text.Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString();
            Assert.Contains(diagnostic.Id, line[line.IndexOf("//", StringComparison.Ordinal)..], StringComparison.Ordinal);
        });
        Assert.Equal(8, diagnostics.Count(diagnostic => diagnostic.Id == "CS4014"));
        Assert.Equal(5, diagnostics.Count(diagnostic => diagnostic.Id == "AGENT0315"));
    }

    [Fact]
    public Task Not_flagged_while_it_is_typed() => Reports("""
        [Node] public void Half(ChunkWriter<string> chunks)
        {
            chunks.{|CS1061:WriteSync|}("");
            chunks.{|CS7036:WriteAsync|}();
            {|CS0103:task|} = chunks.WriteAsync("");
        }
        """);

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<ChunkWriteAnalyzer>.Reports("""
        // <auto-generated/>
        public static class Helper
        {
            public static void Write(ChunkWriter<string> chunks) => chunks.WriteAsync("");
        }
        """);

    [Fact]
    public Task Mended_in_asynchronous_functions() => Mend<ChunkWriteAnalyzer, AwaitFix>.To(
        """
        [AgentModule]
        public partial class Walker
        {
            [Node]
            public async Task Walk(int steps, ChunkWriter<string> chunks, CancellationToken token)
            {
                // The first step.
                _ = {|AGENT0315:chunks.WriteAsync("first", token)|};     // is short
                _ = {|AGENT0315:chunks.WriteAsync("second", token)|}.AsTask();

                /* the third */ var third = {|AGENT0315:chunks.WriteAsync("third", token)|};
                if (steps > 3)
                    _ = {|AGENT0315:chunks.WriteAsync(
                        "fourth",
                        token)|};
                await Finish();
                Func<Task> rest = async () => { _ = {|AGENT0315:chunks.WriteAsync("rest")|}; await Task.Yield(); };
                await rest();

                async ValueTask Finish() => _ = {|AGENT0315:chunks.WriteAsync("end")|};
            }
        }
        """,
        """
        [AgentModule]
        public partial class Walker
        {
            [Node]
            public async Task Walk(int steps, ChunkWriter<string> chunks, CancellationToken token)
            {
                // The first step.
                await chunks.WriteAsync("first", token);     // is short
                await chunks.WriteAsync("second", token).AsTask();

                /* the third */ await chunks.WriteAsync("third", token);
                if (steps > 3)
                    await chunks.WriteAsync(
                        "fourth",
                        token);
                await Finish();
                Func<Task> rest = async () => { await chunks.WriteAsync("rest"); await Task.Yield(); };
                await rest();

                async ValueTask Finish() => await chunks.WriteAsync("end");
            }
        }
        """);

    [Fact]
    public Task Mended_by_making_the_node_asynchronous() => Mend<ChunkWriteAnalyzer, AwaitFix>.To(
        """
        [AgentModule]
        public partial class Walker
        {
            /// <summary>Walks.</summary>
            [Node]
            public int? Walk(int steps, ChunkWriter<string> chunks)
            {
                for (var i = 0; i < steps; i++)
                    {|AGENT0315:chunks.WriteAsync($"step {i}")|};
                _ = {|AGENT0315:chunks.WriteAsync("end")|};
                return steps > 3 ? steps : null;
            }

            [Node]
            void Stand(ChunkWriter<string> chunks) // here
                => {|AGENT0315:chunks.WriteAsync("stand")|};
        }
        """,
        """
        [AgentModule]
        public partial class Walker
        {
            /// <summary>Walks.</summary>
            [Node]
            public async Task<int?> Walk(int steps, ChunkWriter<string> chunks)
            {
                for (var i = 0; i < steps; i++)
                    await chunks.WriteAsync($"step {i}");
                await chunks.WriteAsync("end");
                return steps > 3 ? steps : null;
            }

            [Node]
            async Task Stand(ChunkWriter<string> chunks) // here
                => await chunks.WriteAsync("stand");
        }
        """);

    [Fact]
    public Task Mended_only_where_it_is_sure() => Mend<ChunkWriteAnalyzer, AwaitFix>.Nothing("""
        public interface IWalk { void Walk(ChunkWriter<string> chunks); }

        [AgentModule]
        public partial class Walker : IWalk
        {
            [Node] public void Walk(ChunkWriter<string> chunks) => {|AGENT0315:chunks.WriteAsync("")|};
            [Node] public virtual void Run(ChunkWriter<string> chunks) => {|AGENT0315:chunks.WriteAsync("")|};
            [Node] public partial void Jump(ChunkWriter<string> chunks);
            [Node] public Task Stand(ChunkWriter<string> chunks) { {|AGENT0315:chunks.WriteAsync("")|}; return Task.CompletedTask; }
            [Node] public void Sit(string text, ChunkWriter<string> chunks)
            {
                ReadOnlySpan<char> rest = text;
                {|AGENT0315:chunks.WriteAsync("")|};
                Console.WriteLine(rest.Length);
            }

            [Node] public async Task Lie(bool flag, List<string> texts, ChunkWriter<string> chunks, ChunkWriter<string>? maybe)
            {
                texts.ForEach(text => {|AGENT0315:chunks.WriteAsync(text)|});
                lock (texts)
                    _ = {|AGENT0315:chunks.WriteAsync("")|};
                {|AGENT0315:maybe?.WriteAsync("")|};
                _ = flag ? {|AGENT0315:chunks.WriteAsync("")|} : default;
                _ = texts.Select(text => StartAsync(() => {|AGENT0315:maybe?.WriteAsync(text)|})).ToList();
                var tasks = new List<ValueTask>();
                tasks.Add({|AGENT0315:chunks.WriteAsync("")|});
                var named = {|AGENT0315:chunks.WriteAsync("")|};
                _ = named;
                await Task.Yield();
                Local();

                void Local() => {|AGENT0315:chunks.WriteAsync("")|};
            }

            public void Helper(ChunkWriter<string> chunks) => {|AGENT0315:chunks.WriteAsync("")|};

            private static async Task StartAsync(Action start) { start(); await Task.Yield(); }
        }

        public partial class Walker
        {
            public partial void Jump(ChunkWriter<string> chunks) => {|AGENT0315:chunks.WriteAsync("")|};
        }
        """);

    [Fact]
    public Task All_mended() => Mend<ChunkWriteAnalyzer, AwaitFix>.To(
        [
            "[AgentModule] public partial class X { [Node] public void A(ChunkWriter<int> chunks) { {|AGENT0315:chunks.WriteAsync(1)|}; _ = {|AGENT0315:chunks.WriteAsync(2)|}; } }",
            "public static class Y { public static async Task B(ChunkWriter<int> chunks) { _ = {|AGENT0315:chunks.WriteAsync(1)|}; await Task.Yield(); } }",
        ],
        [
            "[AgentModule] public partial class X { [Node] public async Task A(ChunkWriter<int> chunks) { await chunks.WriteAsync(1); await chunks.WriteAsync(2); } }",
            "public static class Y { public static async Task B(ChunkWriter<int> chunks) { await chunks.WriteAsync(1); await Task.Yield(); } }",
        ]);

    private static Task Reports(string members) => Check<ChunkWriteAnalyzer>.Reports(
        $$"""
        [AgentModule]
        public partial class Walker
        {
        {{members}}
        }
        """,
        """
        public partial class Walker
        {
            private readonly ChunkWriter<string>? chunks = null;
            public bool IsQuiet => chunks is null;
        }
        """,
        Union);
}

using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;

namespace Agents.Analyzers.Tests.Graphs;

public class AGENT0208
{
    [Fact]
    public Task Flagged() => Check<SilentPathAnalyzer>.Reports(
        [
            """
            [AgentModule]
            public partial class Desk
            {
                [Node]
                public void TriageAsync(string question, Edge<string> answer)
                {
                    if (question.Length == 0)
                        {|#0:return;|}
                    answer.Emit(question);
                }

                [Node] public string Answer(string question) => question;
            }
            """,
        ],
        Check<SilentPathAnalyzer>.Rule(Rules.SilentPath, 0, "Triage"));

    [Fact]
    public Task Flagged_where_a_body_falls_off_its_end() => Reports("""
        [Node] public void If(string text, Edge<string> answer) { if (text.Length > 0) answer.Emit(text); [|}|]
        [Node] public void Else(int number, Edge<string> answer)
        {
            if (number == 1)
                answer.Emit("one");
            else if (number == 2)
                Console.WriteLine(number);
            else
                throw new ArgumentException("A number.");
        [|}|]

        [Node] public void Switch(string text, Edge<string> answer, Edge<string> other)
        {
            switch (text)
            {
                case "a":
                    answer.Emit(text);
                    break;
                case "b":
                    other.Emit(text);
                    break;
            }
        [|}|]

        [Node] public async Task Caught(string text, Edge<string> answer, CancellationToken token)
        {
            try
            {
                await Task.Delay(1, token);
                answer.Emit(text);
            }
            catch (IOException exception)
            {
                Console.WriteLine(exception.Message);
            }
            finally
            {
                Console.WriteLine("done");
            }
        [|}|]
        """);

    [Fact]
    public Task Flagged_where_it_returns_nothing() => Reports("""
        [Node] public string? Null(string text, Edge<string> answer)
        {
            if (text == "known")
                return text;
            if (text == "unknown")
                [|return null;|]
            if (text == "default")
                [|return default;|]
            answer.Emit(text);
            return null;
        }

        [Node] public string? Ternary(string text, Edge<string> answer) => text.Length > 3 ? text : [|null|];
        [Node] public string? Arms(string text, Edge<string> answer) => text switch { "a" => "A", "b" => [|null|], _ => [|default|] };
        [Node] public Task<string?> Wrapped(string text) => Task.FromResult(text.Length > 3 ? text : [|(string?)null|]);
        [Node] public Task Finished(string text, Edge<string> answer)
        {
            if (text.Length == 0)
                [|return Task.CompletedTask;|]
            answer.Emit(text);
            return Task.CompletedTask;
        }

        [Node] public ValueTask<string?> ValueTask(string text) => text.Length == 0 ? [|default|] : new(text);
        [Node] public async Task<string?> Awaits(string text, Edge<string> answer, CancellationToken token)
        {
            await Task.Delay(1, token);
            using (var reader = new StringReader(text))
            {
                lock (this)
                {
                    if (reader.ReadLine() is not { } line)
                        [|return null;|]
                    return line;
                }
            }
        }
        """);

    [Fact]
    public Task Flagged_in_loops() => Reports("""
        [Node] public void Breaks(Queue<string> texts, Edge<string> answer)
        {
            while (true)
            {
                if (texts.Count == 0)
                    break;
                if (texts.Dequeue() == "x")
                    [|return;|]
            }

            if (texts.Count > 3)
                answer.Emit("many");
        [|}|]

        [Node] public void Repeats(int number, Edge<string> answer)
        {
            do
            {
                if (number-- > 2)
                    continue;
                if (number == 7)
                    [|return;|]
            }
            while (number > 0);
            answer.Emit("end");
        }
        """);

    [Fact]
    public Task Flagged_for_values_and_local_functions() => Check<SilentPathAnalyzer>.Reports("""
        [AgentModule]
        public partial class Desk
        {
            [Node] public int? Count(string text, Edge<int> more)
            {
                if (text.Length > 3)
                    return text.Length;
                if (text.Length > 2)
                    [|return null;|]
                Go();
                return null;

                void Go() => Deeper();
                void Deeper() => more.Emit(1);
            }

            [Node] public int? More(int number, Edge<int> more)
            {
                Func<int?> nothing = () => { return null; };
                Log();
                if (nothing() is { } answer)
                    return answer;
                [|return null;|]

                void Log() => Console.WriteLine(number);
            }
        }
        """);

    [Fact]
    public Task Not_flagged_where_each_path_emits_or_gives_or_throws() => Reports("""
        [Node] public void All(string[] texts, Edge<string> answer) { foreach (var text in texts) answer.Emit(text); }
        [Node] public async Task AllAsync(IAsyncEnumerable<string> texts, Edge<string> answer) { await foreach (var text in texts) answer.Emit(text); }
        [Node] public void While(Queue<string> texts, Edge<string> answer)
        {
            while (texts.TryDequeue(out var text))
            {
                if (text == "stop")
                    return;
                answer.Emit(text);
            }
        }

        [Node] public void For(string[] texts, Edge<string> answer) { for (var i = 0; i < texts.Length; i++) answer.Emit(texts[i]); }
        [Node] public void List(List<string> texts, Edge<string> answer) => texts.ForEach(answer.Emit);
        [Node] public void Lambda(List<string> texts, Edge<string> answer) { Action<string> emit = text => answer.Emit(text); if (texts.Count > 1) texts.ForEach(emit); }
        [Node] public Task Parallelly(List<string> texts, Edge<string> answer, CancellationToken token) =>
            Parallel.ForEachAsync(texts, token, async (text, token) => { await Task.Delay(1, token); if (text.Length > 0) answer.Emit(text); });
        [Node] public string? Gives(string text, Edge<string> answer) { if (text.Length > 3) return text; answer.Emit(text); return null; }
        [Node] public string Always(string text, Edge<string> answer) { if (text.Length > 3) answer.Emit(text); return text; }
        [Node] public async Task<string> AlwaysAsync(string text, Edge<string> answer) { await Task.Yield(); if (text.Length > 3) answer.Emit(text); return text; }
        [Node] public void Throws(string text, Edge<string> answer) { if (text.Length > 3) throw new ArgumentException("Long."); answer.Emit(text); }
        [Node] public void Fails(string text, Edge<string> answer) { if (text.Length > 3) Environment.FailFast("Long."); else answer.Emit(text); }
        [Node] public void Chooses(bool first, Edge<string> answer, Edge<string> other) { var edge = first ? answer : other; edge.Emit("one"); }
        [Node] public void Asks(string text, Edge<string> answer) { if (Try(text, answer)) return; throw new ArgumentException("No."); }
        [Node] public void Conditional(string? text, Edge<string> answer) { _ = text is { Length: > 0 } && Try(text, answer); }
        [Node] public void Finally(string text, Edge<string> answer) { try { if (text.Length > 3) return; Console.WriteLine(); } finally { answer.Emit(text); } }
        [Node] public void Rethrows(string text, Edge<string> answer) { try { answer.Emit(text); } catch (IOException) { Console.WriteLine(); throw; } }
        [Node] public void Forever(Queue<string> texts, Edge<string> answer) { while (true) { if (texts.Count > 3) { answer.Emit(""); return; } } }
        [Node] public string? Unknown(string text, Edge<string> answer) { string? found = null; if (text.Length > 3) found = text; return found; }
        [Node] public async Task<string?> Elsewhere(string text) => await Task.FromResult<string?>(text);
        [Node] public void Labels(int number, Edge<string> answer) { again: if (number-- > 0) goto again; if (number == 0) answer.Emit(""); }
        [Node] public void Cases(int number, Edge<string> answer)
        {
            switch (number)
            {
                case 1: goto case 2;
                case 2: goto default;
                default: answer.Emit(""); break;
            }
        }

        private static bool Try(string text, Edge<string> edge) { edge.Emit(text); return true; }
        """);

    [Fact]
    public Task Not_flagged_where_all_cases_may_be_covered() => Check<SilentPathAnalyzer>.Reports("""
        public enum Mood { Good, Bad }

        [ChunkUnion]
        public abstract partial record Step
        {
            public sealed record First : Step;
            public sealed record Second : Step;
        }

        [AgentModule]
        public partial class Desk
        {
            [Node] public void Start(Mood mood, Step step, bool flag, Edge<string> answer)
            {
                switch (mood)
                {
                    case Mood.Good: answer.Emit("good"); break;
                    case Mood.Bad: answer.Emit("bad"); break;
                }
            }

            [Node] public void Union(Step step, Edge<string> answer)
            {
                switch (step)
                {
                    case Step.First: answer.Emit("first"); break;
                    case Step.Second: answer.Emit("second"); break;
                }
            }

            [Node] public void Default(string text, Edge<string> answer)
            {
                switch (text)
                {
                    case "": throw new ArgumentException("Empty.");
                    case { Length: > 3 }: answer.Emit("long"); break;
                    case var other: answer.Emit(other); break;
                }
            }

            [Node] public string Answer(string text) => text;
        }
        """);

    [Fact]
    public Task Not_flagged_for_canceled_attempts() => Reports("""
        [Node] public void Asked(string text, Edge<string> answer, CancellationToken token)
        {
            if (token.IsCancellationRequested || text is null)
            {
                if (token.IsCancellationRequested)
                    return;
            }

            answer.Emit("one");
        }

        [Node] public async Task Loops(Queue<string> texts, Edge<string> answer, CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                await Task.Delay(1, token);
                if (texts.Count == 0)
                    continue;
                break;
            }

            answer.Emit("one");
        }

        [Node] public async Task Until(Queue<string> texts, Edge<string> answer, CancellationToken token)
        {
            try
            {
                while (!token.IsCancellationRequested && texts.Count > 0)
                    await Task.Delay(1, token);
            }
            catch (TaskCanceledException)
            {
                return;
            }
            catch (Exception) when (token.IsCancellationRequested)
            {
                return;
            }

            answer.Emit("one");
        }
        """);

    [Fact]
    public Task Not_flagged_where_a_node_has_no_other_path() => Reports("""
        [Node] public void Unused(string text, Edge<string> answer) { Console.WriteLine(text); }
        [Node] public string? Never(string text) => null;
        [Node] public async Task Streams(string text, ChunkWriter<string> chunks) { if (text.Length > 3) await chunks.WriteAsync(text); }
        [Node] public void Nothing(string text) { if (text.Length > 3) return; Console.WriteLine(text); }
        """);

    [Fact]
    public Task Not_flagged_in_a_module_without_results() => Check<SilentPathAnalyzer>.Reports("""
        [AgentModule]
        public partial class Crawler
        {
            [Node(Entry = true)]
            public void Crawl(string address, int depth, Edge<string, int> crawl)
            {
                if (depth == 0)
                    return;
                crawl.Emit(address, depth - 1);
            }
        }
        """);

    [Fact]
    public Task Not_flagged_while_it_is_typed() => Reports("""
        [Node] public void Start(string text, Edge<string> answer) { if (text.Length > 3) return; answer.Emit(text); {|CS0103:unknown|}(); }
        """);

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<SilentPathAnalyzer>.Reports("""
        // <auto-generated/>
        [AgentModule]
        public partial class Desk
        {
            [Node] public void Start(string text, Edge<string> answer) { if (text.Length > 3) answer.Emit(text); }
            [Node] public string Answer(string text) => text;
        }
        """);

    /// <summary>Checks nodes of a module that gives a result elsewhere.</summary>
    private static Task Reports(string nodes) => Check<SilentPathAnalyzer>.Reports(
        $$"""
        [AgentModule]
        public partial class Desk
        {
        {{nodes}}
        }
        """,
        """
        public partial class Desk
        {
            [Node] public string Answer(string text) => text;
            [Node] public string Other(string text) => text;
        }
        """);

    [Fact]
    public Task Not_flagged_where_an_aggregate_runs_in_any_case() => Check<SilentPathAnalyzer>.Reports("""
        [AgentModule]
        public partial class X
        {
            [AggregateStart]
            public int? Split(string[] texts, Edge<string> work)
            {
                if (texts.Length == 0)
                    return null;
                Array.ForEach(texts, work.Emit);
                return texts.Length;
            }

            [Node]
            public void Work(string text, Edge<string> gather)
            {
                if (text.Length > 0)
                    gather.Emit(text);
            }

            [Aggregate] public int Gather(IReadOnlyList<string> texts, int? all) => texts.Count;
        }
        """);

    [Fact]
    public Task Flagged_behind_an_aggregate() => Check<SilentPathAnalyzer>.Reports("""
        [AgentModule]
        public partial class X
        {
            [AggregateStart] public void Split(string[] texts, Edge<string> gather) => Array.ForEach(texts, gather.Emit);

            [Aggregate]
            public void Gather(IReadOnlyList<string> texts, Edge end)
            {
                if (texts.Count > 0)
                    end.Emit();
            {|AGENT0208:}|}

            [Node] public int End() => 1;
        }
        """);
}

using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;

namespace Agents.Analyzers.Tests.Graphs;

public class AGENT0207
{
    [Fact]
    public Task Flagged() => Check<UnusedParameterAnalyzer>.Reports(
        [
            """
            [AgentModule]
            public partial class Desk
            {
                [Node]
                public void TriageAsync(string question, Edge<string> billing, Edge<string> {|#0:technical|}) => billing.Emit(question);

                [Node] public string Billing(string question) => question;

                [Node] public string Technical(string question) => question;
            }
            """,
        ],
        Check<UnusedParameterAnalyzer>.Rule(Rules.EdgeUnused, 0, "Triage", "technical"));

    [Fact]
    public Task Flagged_in_every_form_of_node() => Check<UnusedParameterAnalyzer>.Reports(
        """
        [AgentModule]
        public partial class Desk
        {
            [Node] public void Empty(Edge {|AGENT0207:done|}) { }

            [Node] public async Task<string?> Waits(Edge<int, int> {|AGENT0207:done|}, CancellationToken token)
            {
                await Task.Delay(1, token);
                return null;
            }

            [Node] private ValueTask Named(int code, [To(nameof(Done))] Edge<int> {|AGENT0207:other|}, Edge<int> done)
            {
                void Finish(Edge<int> other) => other.Emit(code);       // another parameter of that name
                Finish(done);
                return default;
            }

            [Node] public void Done(int code) { }
        }

        public partial class Outer
        {
            [AgentModule]
            internal partial class Inner
            {
                [Node] public void Start(Edge<string> {|AGENT0207:done|}) => Console.WriteLine("started");
                [Node] public void Done(string text) { }
            }
        }
        """);

    [Fact]
    public Task Flagged_in_parts_of_a_module_and_of_a_node() => Check<UnusedParameterAnalyzer>.Reports(
        """
        [AgentModule]
        public partial class Desk
        {
            [Node] public partial string Done(string text, Edge<string> again);
            [Node] public partial void Start(Edge<string> done);
        }
        """,
        """
        public partial class Desk
        {
            public partial void Start(Edge<string> done) => done.Emit("one");
            public partial string Done(string text, Edge<string> {|AGENT0207:again|}) => text;
            [Node] public void Again(string text, Edge<string> {|AGENT0207:done|}) { }
        }
        """);

    [Fact]
    public Task Not_flagged_where_it_is_used_somehow() => Check<UnusedParameterAnalyzer>.Reports("""
        [AgentModule]
        public partial class Desk
        {
            private Edge<string> kept;

            [Node] public void Emits(Edge<string> done) => done.Emit("one");
            [Node] public void ByGroup(string[] texts, Edge<string> done) => Array.ForEach(texts, done.Emit);
            [Node] public void ByLambda(List<string> texts, Edge<string> done) => texts.ForEach(text => done.Emit(text));
            [Node] public void Passes(Edge<string> done) => Finish(done);
            [Node] public void Stores(Edge<string> done) { kept = done; }
            [Node] public void Discards(Edge<string> done) => _ = done;
            [Node] public void Chooses(bool first, Edge<string> done, Edge<string> other) => (first ? done : other).Emit("one");

            [Node]
            public async Task Locally(Edge<string> done, CancellationToken token)
            {
                await Finish();

                async Task Finish()
                {
                    await Task.Delay(1, token);
                    done.Emit("one");
                }
            }

            [Node] public void Done(string text) { }

            private static void Finish(Edge<string> edge) => edge.Emit("one");
        }
        """);

    [Fact]
    public Task Not_flagged_without_body_or_outside_of_nodes() => Check<UnusedParameterAnalyzer>.Reports("""
        [AgentModule]
        public abstract partial class Desk
        {
            [Node] public abstract void Start(Edge<string> done);
            [Node] public partial void {|CS8795:Missing|}(Edge<string> done);
            [Node] public void Later(Edge<string> done) => throw new NotImplementedException();
            [Node] public string Later(int number, Edge<string> done) => throw new NotImplementedException();
            [Node] public string Latest(Edge<string> done) { throw new NotImplementedException(); }
            [Node] public void Done(string text) { }
            public void Helper(Edge<string> done) { }
        }

        public class NoModule
        {
            [Node] public void Start(Edge<string> done) { }
        }
        """);

    [Fact]
    public Task Not_flagged_while_it_is_typed() => Check<UnusedParameterAnalyzer>.Reports("""
        [AgentModule]
        public partial class Desk
        {
            [Node] public void Start(Edge<string> done) { done.{|CS1001:;|} }
            [Node] public void Half(Edge<string> done) => done.Emit({|CS0103:unknown|});
            [Node] public void Other(Edge<string> done) => {|CS0103:Unknown|}(done);
            [Node] public void Done(string text) { }
        }
        """);

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<UnusedParameterAnalyzer>.Reports("""
        // <auto-generated/>
        [AgentModule]
        public partial class Desk
        {
            [Node] public void Start(Edge<string> done) { }
            [Node] public void Done(string text) { }
        }
        """);
}

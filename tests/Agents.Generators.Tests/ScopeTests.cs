using Agents.Generators.Tests.Harness;

namespace Agents.Generators.Tests;

/// <summary>Modules with starts, aggregates and people.</summary>
public class ScopeTests
{
    [Fact]
    public void Scopes_people_budgets_and_a_cache() => Generate.Snapshot("""
        namespace My;

        public sealed record Verdict(bool IsGood, string? Remark);

        [AgentModule, Budget(Invocations = 500, Chunks = 10_000, Seconds = 90)]
        public sealed partial class Reviewer
        {
            [AggregateStart("split", MaxAttempts = 2)]
            public int Split(string[] documents, Edge<string> summarize) => documents.Length;

            [Node(CacheSeconds = 600), Budget(Rounds = 3)]
            public Task SummarizeAsync(string document, Edge<string> combine, [To(nameof(SummarizeAsync))] Edge<string> again, CancellationToken cancellationToken) =>
                Task.CompletedTask;

            [Aggregate(Start = nameof(Split))]
            public Task Combine(IReadOnlyList<string> summaries, int started, ChunkWriter<string> chunks, Edge<string> review) => Task.CompletedTask;

            [Node]
            private async Task<string> Review(string report, HumanInput<string, Verdict?> approval, HumanInput<int, bool> payment, CancellationToken cancellationToken) =>
                (await approval.AskAsync(report, cancellationToken: cancellationToken))?.Remark ?? report;
        }
        """);

    [Fact]
    public void Nested_scopes_loops_and_scopes_in_sequence() => Generate.Snapshot("""
        [AgentModule]
        public sealed partial class Nested
        {
            [AggregateStart] public void Outer(int n, Edge<int> work, Edge<int> inner) { }
            [AggregateStart] public ValueTask<string?> Inner(int n, Edge<int> leaf) => default;
            [Node] public void Leaf(int n, Edge<int> leaf, Edge<int> sum) { }
            [Aggregate<SumAggregator<int>>] public void Sum(int sum, string? label, Edge<int> work) { }
            [Node] public void Work(int n, Edge<int> inner, Edge<int> gather) { }
            [Aggregate] public void Gather(IReadOnlyList<int> numbers, Edge<IReadOnlyList<int>> next) { }
            [AggregateStart] public Task<long> Next(IReadOnlyList<int> numbers, Edge count) => null!;
            [Aggregate<CountAggregator<ValueTuple>>(OnEarlyFinish = EarlyFinish.Drain)] public long Count(int count, decimal? total) => count;
        }
        """);

    [Fact]
    public void Edges_that_convert_to_what_is_gathered() => Generate.Snapshot("""
        public sealed class Mixture : IAggregator<long, Mixture.Total, string>, IAggregator<string, Mixture.Total, string>, IAggregator<(int, string?), Mixture.Total, string>
        {
            public record struct Total(int Count);
            public static Total Create() => default;
            public static void Add(ref Total state, long item) => state = new(state.Count + 1);
            public static void Add(ref Total state, string item) => state = new(state.Count + 1);
            static void IAggregator<(int, string?), Total, string>.Add(ref Total state, (int, string?) item) => state = new(state.Count + 1);
            public static bool IsFinished(in Total state) => state.Count > 9;
            public static string Finish(ref Total state) => state.ToString();
        }

        [AgentModule]
        public sealed partial class Mixing
        {
            [AggregateStart]
            public void Start(
                [To("Mix")] Edge<long> same, [To("Mix")] Edge<int> wider, [To("Mix")] Edge<string?> text, [To("Mix")] Edge<int, string> pair,
                [To("Mix")] Edge<(int Number, string? Text)> tuple) { }

            [Aggregate<Mixture>(OnEarlyFinish = EarlyFinish.Drain)]
            public object Mix(object fold) => fold;
        }
        """);

    [Theory]
    [InlineData("SumAggregator<double>", "double", "double")]
    [InlineData("CountAggregator<string>", "string", "int")]
    [InlineData("SetAggregator<string>", "string", "IReadOnlySet<string>")]
    [InlineData("MultisetAggregator<string>", "string", "IReadOnlyDictionary<string, int>")]
    [InlineData("MinAggregator<int>", "int", "int")]
    [InlineData("MinAggregator<int?>", "int", "int?")]
    [InlineData("MaxAggregator<int?>", "int?", "int?")]
    [InlineData("MaxAggregator<string>", "string", "string?")]
    [InlineData("MaxAggregator<string>", "string?", "string")]
    [InlineData("FirstAggregator<List<string>>", "List<string?>", "IReadOnlyList<string>")]
    [InlineData("RaceAggregator<object>", "object", "object?")]
    [InlineData("LastAggregator<int[]>", "int[]", "IEnumerable<int>?")]
    [InlineData("AndAggregator", "bool", "bool")]
    [InlineData("OrAggregator", "bool", "bool?")]
    [InlineData("MapAggregator<string, int>", "string, int", "IReadOnlyDictionary<string, int>")]
    [InlineData("MapAggregator<string, object>", "string, int", "IEnumerable<KeyValuePair<string, object>>")]
    [InlineData("MergeMapAggregator<string, int>", "Dictionary<string, int>", "IReadOnlyDictionary<string, int>")]
    [InlineData("ListAggregator<string>", "string", "IReadOnlyList<object>")]
    [InlineData("ListAggregator<(string, int)>", "string, int", "IReadOnlyList<(string Name, int Count)>")]
    public void Every_fold(string aggregator, string emitted, string fold) => Generate.Sound($$"""
        [AgentModule]
        public partial class X
        {
            [AggregateStart] public void Split(Edge<{{emitted}}> gather) { }
            [Aggregate<{{aggregator}}>] public void Gather({{fold}} fold) { }
        }
        """);

    [Theory]
    [InlineData("string", "string")]
    [InlineData("string?", "string?")]
    [InlineData("string?", "string")]
    [InlineData("Task<string?>", "object")]
    [InlineData("int", "long")]
    [InlineData("int", "int?")]
    [InlineData("int?", "int?")]
    [InlineData("int?", "long?")]
    [InlineData("int?", "object?")]
    [InlineData("int?", "object")]
    [InlineData("ValueTask<int>", "object")]
    [InlineData("Task<List<string?>>", "IEnumerable<string>")]
    [InlineData("Task<List<string?>?>?", "List<string>")]
    [InlineData("(int, string?)", "(int A, string B)")]
    [InlineData("decimal", "Money")]
    [InlineData("(int, int)", "(long, object)")]
    public void Every_value_of_a_start(string returned, string taken) => Generate.Sound($$"""
        public readonly record struct Money(decimal Amount)
        {
            public static implicit operator Money(decimal amount) => new(amount);
        }

        [AgentModule]
        public partial class X
        {
            [AggregateStart] public {{returned}} Split(Edge gather) => default!;
            [Aggregate] public void Gather(IReadOnlyList<ValueTuple> all, {{taken}} value) { }
        }
        """);

    [Fact]
    public void Aggregators_may_be_the_module_s_own_explicit_and_abstract() => Generate.Sound("""
        public interface IEarly<T> : IAggregator<T, int, int>
        {
            static bool IAggregator<T, int, int>.IsFinished(in int state) => state > 1;
            static void IAggregator<T, int, int>.Add(ref int state, T item) => state++;
        }

        [AgentModule]
        public sealed partial class X
        {
            [AggregateStart] private void Split(Edge<Hidden> own, [To("Own")] Edge<string> text) { }
            [Aggregate<Mine>(Entry = false)] private void Own(Hidden fold, Edge<Hidden> further) { }
            [AggregateStart] private void Further(Hidden value, Edge<bool> quick) { }
            [Aggregate<Early>] private void Quick(int count) { }

            private sealed record Hidden;
            private struct State;
            private abstract class Mine : IAggregator<Hidden, State, Hidden>, IAggregator<object, State, Hidden>
            {
                static State IAggregator<Hidden, State, Hidden>.Create() => default;
                static State IAggregator<object, State, Hidden>.Create() => default;
                static void IAggregator<Hidden, State, Hidden>.Add(ref State state, Hidden item) { }
                static void IAggregator<object, State, Hidden>.Add(ref State state, object item) { }
                static Hidden IAggregator<Hidden, State, Hidden>.Finish(ref State state) => new();
                static Hidden IAggregator<object, State, Hidden>.Finish(ref State state) => new();
            }

            private readonly struct Early : IEarly<bool>
            {
                public static int Create() => 0;
                public static int Finish(ref int state) => state;
            }
        }
        """);

    [Theory]
    [InlineData("FirstAggregator<int>", true)]
    [InlineData("SumAggregator<int>", false)]
    [InlineData("Own", true)]
    public void It_is_known_which_folds_may_finish_early(string aggregator, bool expected)
    {
        var run = Generate.Sound($$"""
            public interface IEarly : IAggregator<int, int, int>
            {
                static bool IAggregator<int, int, int>.IsFinished(in int state) => state > 1;
            }

            public struct Own : IEarly
            {
                public static int Create() => 0;
                public static void Add(ref int state, int item) { }
                public static int Finish(ref int state) => state;
            }

            [AgentModule]
            public partial class X
            {
                [AggregateStart] public void Split(Edge<int> gather) { }
                [Aggregate<{{aggregator}}>] public void Gather(int fold) { }
            }
            """);
        Assert.Equal(expected, run.Files.Values.Any(file => file.Contains("MayFinishEarly = true", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_no_path_leads_to_is_no_fault() => Generate.Sound("""
        [AgentModule]
        public partial class X
        {
            [Node(Entry = true)] public int Start() => 1;
            [AggregateStart] public string Lonely(Edge<int> member) => "";
            [Node] public void Member(int n, Edge<int> gather) { }
            [Aggregate] public void Gather(IReadOnlyList<int> all, string value) { }
            [Aggregate<CountAggregator<int>>] public void Lost(int count, int value) { }
        }
        """);

    [Fact]
    public void An_aggregate_that_nothing_is_emitted_to_is_no_entry() => Generate.Faulty(
        "Nothing gathers the scope that 'Split' opens",
        ["[AgentModule] public partial class X { [AggregateStart] public void Split() { } [Aggregate] public void Gather(IReadOnlyList<int> all) { } }"]);

    [Fact]
    public void Equal_human_inputs_of_two_nodes_are_one_property() => Generate.Sound("""
        [AgentModule]
        public partial class X
        {
            [Node] public Task Start(HumanInput<string, int?> approval, Edge end) => Task.CompletedTask;
            [Node] public Task End(HumanInput<string, int?> approval, HumanInput<(int A, string? B), List<string?>> @event) => Task.CompletedTask;
        }

        public static class Uses
        {
            public static HumanRequests<string, int?> Approval(XRun run) => run.Approval;
            public static HumanRequests<(int A, string? B), List<string?>> Event(XRun run) => run.Event;
        }
        """);

    [Fact]
    public void Changes_are_typed_as_the_nodes_are_and_hide_what_others_cannot_name()
    {
        var run = Generate.Sound("""
            internal sealed record Inside;

            [AgentModule]
            public sealed partial class X
            {
                [Node] private void Start(int invocation, int invocation2, Edge<Inside> inner, Edge<Hidden> own, Edge equals, Edge change, Edge of) { }
                [Node] internal void Inner(Inside inside) { }
                [Node] private void Own(Hidden hidden) { }
                [Node] public void Equals() { }
                [Node] public void Change() { }
                [Node] public void Of() { }
                private sealed record Hidden;
            }

            public static class Uses
            {
                internal static void Use(XChanges changes) => changes.Start(invocation3: default, invocation: 1, invocation2: 2)
                    .Inner(default, new()).Equals(default(InvocationId)).Change(default).Of(default);
            }
            """);
        var file = run.Files.Single(file => file.Key.StartsWith("X.", StringComparison.Ordinal)).Value;
        Assert.Contains("internal global::XChanges Inner(", file, StringComparison.Ordinal);
        Assert.Contains("public global::XChanges Start(", file, StringComparison.Ordinal);
        Assert.DoesNotContain("XChanges Own(", file, StringComparison.Ordinal);
    }

    [Fact]
    public void Unions_of_questions_items_and_starts_bring_their_json()
    {
        var run = Generate.Sound("""
            [ChunkUnion] public abstract partial record Asked { public sealed record A : Asked; }
            [ChunkUnion] public abstract partial record Answered { public sealed record A : Answered; }
            [ChunkUnion] public abstract partial record Item { public sealed record A : Item; }
            [ChunkUnion] public abstract partial record Opened { public sealed record A : Opened; }

            [AgentModule]
            public partial class X
            {
                [AggregateStart] public Opened Split(Edge<Item> count, HumanInput<Asked, Answered[]> approval) => new Opened.A();
                [Aggregate<CountAggregator<Item>>] public void Count(int count, object opened) { }
            }
            """);
        Assert.Contains(run.Files.Values, file => file.Contains(
            "JsonResolvers = [global::Answered.JsonResolver, global::Asked.JsonResolver, global::Item.JsonResolver, global::Opened.JsonResolver],",
            StringComparison.Ordinal));
    }
}

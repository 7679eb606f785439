using System.Globalization;
using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>All folds that come along, and a user's own.</summary>
public sealed class FoldTests
{
    /// <summary>Gathers what members emit, one item each, the later ones sooner, by a fold; gives it as text.</summary>
    private static async Task<string> FoldAsync<TAggregator, TItem, TState, TFold>(TItem[] items, Func<TFold, string> show, bool mayFinishEarly = false)
        where TAggregator : IAggregator<TItem, TState, TFold>
    {
        var gates = new Gates();
        gates.Open(items.Length);
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, items.Length, Scoped.To(1)),
            Scoped.Member("member", async (job, attempt) =>
            {
                await gates.WaitAsync(job.Tag + 1, attempt.CancellationToken);
                attempt.GetEdge<TItem>(0).Emit(items[job.Tag]);
                gates.Open(job.Tag);
            }, [Scoped.Gather<TAggregator, TItem, TState, TFold>(2)]),
            Scoped.Aggregate<TAggregator, TItem, TState, TFold>("combine", (fold, _, _) => show(fold), [], mayFinishEarly)));
        return await (await stage.StartAsync()).ResultSoon();
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    [Fact]
    public async Task A_list_keeps_all() =>
        Assert.Equal("b a b", await FoldAsync<ListAggregator<string>, string, List<string>, IReadOnlyList<string>>(["b", "a", "b"], static list => string.Join(' ', list)));

    [Fact]
    public async Task A_set_keeps_distinct_ones() =>
        Assert.Equal("b a", await FoldAsync<SetAggregator<string>, string, HashSet<string>, IReadOnlySet<string>>(["b", "a", "b"], static set => string.Join(' ', set)));

    [Fact]
    public async Task A_multiset_counts_them() => Assert.Equal("b2 a1", await FoldAsync<MultisetAggregator<string>, string, OrderedDictionary<string, int>, IReadOnlyDictionary<string, int>>(
        ["b", "a", "b"], static set => string.Join(' ', set.Select(static pair => $"{pair.Key}{pair.Value}"))));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Count_counts(int count) =>
        Assert.Equal($"{count}", await FoldAsync<CountAggregator<string>, string, int, int>([.. Enumerable.Repeat("x", count)], static fold => Text(fold)));

    [Fact]
    public async Task Count_takes_edges_without_values()
    {
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Start("split", 1, static (_, attempt) =>
            {
                attempt.GetEdge(0).Emit();
                attempt.GetEdge(0).Emit();
            }, [Scoped.Gather<CountAggregator<ValueTuple>, ValueTuple, int, int>(1)]),
            Scoped.Aggregate<CountAggregator<ValueTuple>, ValueTuple, int, int>("combine", static (fold, _, _) => Text(fold), [])));
        Assert.Equal("2", await (await stage.StartAsync()).ResultSoon());
    }

    [Fact]
    public async Task Sum_adds_up_in_order()
    {
        Assert.Equal("6", await FoldAsync<SumAggregator<int>, int, int, int>([1, 2, 3], static fold => Text(fold)));
        // 1e16 + 1 is 1e16 again: from the front nothing is left, from the back something is.
        Assert.Equal("0", await FoldAsync<SumAggregator<double>, double, double, double>([1, 1e16, -1e16], static fold => Text(fold)));
        Assert.Equal("0", await FoldAsync<SumAggregator<decimal>, decimal, decimal, decimal>([], static fold => Text(fold)));
    }

    [Fact]
    public async Task Min_and_max_take_the_first_of_equal_ones()
    {
        Assert.Equal("-1", await FoldAsync<MinAggregator<int>, int, Picked<int>, int>([2, -1, 7], static fold => Text(fold)));
        Assert.Equal("7", await FoldAsync<MaxAggregator<int>, int, Picked<int>, int>([2, -1, 7], static fold => Text(fold)));
        Assert.Equal("1a", await FoldAsync<MinAggregator<Ranked>, Ranked, Picked<Ranked>, Ranked?>([new(2, "x"), new(1, "a"), new(1, "b")], static fold => $"{fold!.Rank}{fold.Name}"));
        Assert.Equal("2a", await FoldAsync<MaxAggregator<Ranked>, Ranked, Picked<Ranked>, Ranked?>([new(2, "a"), new(1, "x"), new(2, "b")], static fold => $"{fold!.Rank}{fold.Name}"));
        Assert.Equal("none", await FoldAsync<MaxAggregator<string>, string, Picked<string>, string?>([], static fold => fold ?? "none"));
    }

    [Fact]
    public async Task Min_and_max_of_a_nullable_type_tell_none_from_an_item()
    {
        Assert.Equal("0", await FoldAsync<MinAggregator<int>, int, Picked<int>, int>([], static fold => Text(fold)));
        Assert.Equal("none", await FoldAsync<MinAggregator<int?>, int?, Picked<int?>, int?>([], static fold => Text(fold ?? (object)"none")));
        Assert.Equal("none", await FoldAsync<MaxAggregator<int?>, int?, Picked<int?>, int?>([null, null], static fold => Text(fold ?? (object)"none")));
        Assert.Equal("-1", await FoldAsync<MinAggregator<int?>, int?, Picked<int?>, int?>([null, 2, -1], static fold => Text(fold)));
        Assert.Equal("-1", await FoldAsync<MaxAggregator<int?>, int?, Picked<int?>, int?>([-1, null, -2], static fold => Text(fold)));
        Assert.Equal("a", await FoldAsync<MinAggregator<string?>, string?, Picked<string?>, string?>(["b", null, "a"], static fold => fold!));
        Assert.Equal("none", await FoldAsync<FirstAggregator<int?>, int?, Picked<int?>, int?>([], static fold => Text(fold ?? (object)"none"), mayFinishEarly: true));
    }

    [Fact]
    public async Task Strings_go_by_no_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal("Z", await FoldAsync<MinAggregator<string>, string, Picked<string>, string?>(["a", "Z"], static fold => fold!));
            Assert.Equal("ä", await FoldAsync<MaxAggregator<string>, string, Picked<string>, string?>(["ä", "z"], static fold => fold!));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Items_without_an_order_have_no_least()
    {
        var error = await Assert.ThrowsAsync<AgentFailedException>(() =>
            FoldAsync<MinAggregator<object>, object, Picked<object>, object?>([1], static fold => Text(fold)));
        Assert.Contains("no least or greatest of items of type System.Object", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_gathered_cannot_be_changed()
    {
        await FoldAsync<ListAggregator<string>, string, List<string>, IReadOnlyList<string>>(["a"], ReadOnly<string>);
        await FoldAsync<SetAggregator<string>, string, HashSet<string>, IReadOnlySet<string>>(["a"], ReadOnly<string>);
        await FoldAsync<MultisetAggregator<string>, string, OrderedDictionary<string, int>, IReadOnlyDictionary<string, int>>(
            ["a"], ReadOnly<KeyValuePair<string, int>>);
        await FoldAsync<MapAggregator<string, int>, (string, int), OrderedDictionary<string, int>, IReadOnlyDictionary<string, int>>(
            [("a", 1)], ReadOnly<KeyValuePair<string, int>>);
        await FoldAsync<MergeMapAggregator<string, int>, IReadOnlyDictionary<string, int>, OrderedDictionary<string, int>, IReadOnlyDictionary<string, int>>(
            [new Dictionary<string, int> { ["a"] = 1 }], ReadOnly<KeyValuePair<string, int>>);

        static string ReadOnly<T>(IEnumerable<T> fold)
        {
            Assert.True(Assert.IsAssignableFrom<ICollection<T>>(fold).IsReadOnly);
            return "";
        }
    }

    private sealed record Ranked(int Rank, string Name) : IComparable<Ranked>
    {
        public int CompareTo(Ranked? other) => Rank.CompareTo(other!.Rank);
    }

    [Fact]
    public async Task First_and_last_go_by_the_order_and_a_race_by_the_arrival()
    {
        string[] items = ["a", "b", "c"];
        Assert.Equal("a", await FoldAsync<FirstAggregator<string>, string, Picked<string>, string?>(items, static fold => fold!, mayFinishEarly: true));
        Assert.Equal("c", await FoldAsync<LastAggregator<string>, string, Picked<string>, string?>(items, static fold => fold!));
        Assert.Equal("c", await FoldAsync<RaceAggregator<string>, string, Picked<string>, string?>(items, static fold => fold!, mayFinishEarly: true));
        Assert.Equal("none", await FoldAsync<RaceAggregator<string>, string, Picked<string>, string?>([], static fold => fold ?? "none", mayFinishEarly: true));
    }

    [Theory]
    [InlineData(new bool[0], true, false)]
    [InlineData(new[] { true, true }, true, true)]
    [InlineData(new[] { true, false, true }, false, true)]
    [InlineData(new[] { false, false }, false, false)]
    public async Task And_and_or(bool[] items, bool and, bool or)
    {
        Assert.Equal($"{and}", await FoldAsync<AndAggregator, bool, bool, bool>(items, static fold => $"{fold}", mayFinishEarly: true));
        Assert.Equal($"{or}", await FoldAsync<OrAggregator, bool, bool, bool>(items, static fold => $"{fold}", mayFinishEarly: true));
    }

    [Fact]
    public async Task Maps_keep_the_last_value_in_order()
    {
        Assert.Equal("a3 b2", await FoldAsync<MapAggregator<string, int>, (string Key, int Value), OrderedDictionary<string, int>, IReadOnlyDictionary<string, int>>(
            [("a", 1), ("b", 2), ("a", 3)], static map => string.Join(' ', map.Select(static pair => $"{pair.Key}{pair.Value}"))));
        Assert.Equal("a3 b2", await FoldAsync<MergeMapAggregator<string, int>, IReadOnlyDictionary<string, int>, OrderedDictionary<string, int>, IReadOnlyDictionary<string, int>>(
            [new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }, new Dictionary<string, int> { ["a"] = 3 }],
            static map => string.Join(' ', map.Select(static pair => $"{pair.Key}{pair.Value}"))));
    }

    /// <summary>A user's own fold of two types of items.</summary>
    private abstract class Tally : IAggregator<int, List<string>, string>, IAggregator<string, List<string>, string>
    {
        public static List<string> Create() => [];

        public static void Add(ref List<string> state, int item) => state.Add($"#{item}");

        public static void Add(ref List<string> state, string item) => state.Add(item);

        public static string Finish(ref List<string> state) => string.Join(' ', state);
    }

    [Fact]
    public async Task Differently_typed_edges_feed_one_fold()
    {
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Split(2, 3, Scoped.To(1)),
            Scoped.Member("member", static (job, attempt) =>
            {
                attempt.GetEdge<int>(0).Emit(job.Tag);
                attempt.GetEdge<string>(1).Emit($"text{job.Tag}");
                return Task.CompletedTask;
            }, [Scoped.Gather<Tally, int, List<string>, string>(2), Scoped.Gather<Tally, string, List<string>, string>(2)]),
            Scoped.Aggregate<Tally, int, List<string>, string>("combine", static (fold, _, _) => fold, [])));
        Assert.Equal("#0 text0 #1 text1 #2 text2", await (await stage.StartAsync()).ResultSoon());
    }

    [Fact]
    public async Task A_null_that_is_not_allowed_throws_at_the_emit()
    {
        await using var stage = Stage.Of(Write.Agent<string>(
            0,
            Scoped.Start("split", 1, static (_, attempt) => attempt.GetEdge<string>(0).Emit(null!), [
                new GatherEdgeDefinition<string, List<string>>("gather", 1, static (ref state, item) => state.Add(item))
                {
                    Check = static item => ArgumentNullException.ThrowIfNull(item),
                }]),
            Scoped.Aggregate<string>("combine", static (_, _, _) => "never")));
        var failed = await Assert.ThrowsAsync<AgentFailedException>(async () => await (await stage.StartAsync()).ResultSoon());
        Assert.Equal((typeof(ArgumentNullException).FullName, "split"), (failed.Failure.TypeName, failed.Failure.Node));
    }

    [Fact]
    public async Task A_sum_that_overflows_fails_the_aggregate()
    {
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => FoldAsync<SumAggregator<int>, int, int, int>([int.MaxValue, 1], static fold => Text(fold)));
        Assert.Equal((typeof(OverflowException).FullName, "combine", 3), (failed.Failure.TypeName, failed.Failure.Node, failed.Failure.Attempts));
    }
}

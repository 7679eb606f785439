namespace Agents.Testing.Tests;

/// <summary>Numbers themselves and lengths of texts, added up; finished at ten.</summary>
internal sealed class Score : IAggregator<int, int, int>, IAggregator<string, int, int>
{
    public static int Create() => 0;

    public static void Add(ref int state, int item) => state += item;

    public static void Add(ref int state, string item) => state += item.Length;

    public static bool IsFinished(in int state) => state >= 10;

    public static int Finish(ref int state) => state;
}

/// <summary>The same numbers through folds of all sorts, each in a scope of its own.</summary>
[AgentModule(MaxAttempts = Dice.Attempts)]
internal sealed partial class Folds(Dice dice)
{
    [AggregateStart]
    public void Begin(
        IReadOnlyList<int> numbers,
        [To(nameof(OpenSum))] Edge<IReadOnlyList<int>> sum,
        [To(nameof(OpenCount))] Edge<IReadOnlyList<int>> count,
        [To(nameof(OpenSet))] Edge<IReadOnlyList<int>> set,
        [To(nameof(OpenBag))] Edge<IReadOnlyList<int>> bag,
        [To(nameof(OpenMin))] Edge<IReadOnlyList<int>> min,
        [To(nameof(OpenLast))] Edge<IReadOnlyList<int>> last,
        [To(nameof(OpenFirst))] Edge<IReadOnlyList<int>> first,
        [To(nameof(OpenRace))] Edge<IReadOnlyList<int>> race,
        [To(nameof(OpenAnd))] Edge<IReadOnlyList<int>> and,
        [To(nameof(OpenMap))] Edge<IReadOnlyList<int>> map,
        [To(nameof(OpenScore))] Edge<IReadOnlyList<int>> score)
    {
        foreach (var edge in (Edge<IReadOnlyList<int>>[])[sum, count, set, bag, min, last, first, race, and, map, score])
            edge.Emit(numbers);
    }

    [AggregateStart]
    public void OpenSum(IReadOnlyList<int> numbers, Edge<int> sumOf) => Each(numbers, sumOf);

    [Node]
    public Task SumOf(int n, NodeContext context, Edge<int> sum, CancellationToken token) => PassAsync(n, context, sum, token);

    [Aggregate<SumAggregator<int>>]
    public void Sum(int sum, Edge<string> report) => report.Emit($"sum {sum}");

    [AggregateStart]
    public void OpenCount(IReadOnlyList<int> numbers, Edge<int> countOf) => Each(numbers, countOf);

    [Node]
    public Task CountOf(int n, NodeContext context, Edge<int> count, CancellationToken token) => PassAsync(n, context, count, token);

    [Aggregate<CountAggregator<int>>]
    public void Count(int count, Edge<string> report) => report.Emit($"count {count}");

    [AggregateStart]
    public void OpenSet(IReadOnlyList<int> numbers, Edge<int> setOf) => Each(numbers, setOf);

    [Node]
    public Task SetOf(int n, NodeContext context, Edge<int> set, CancellationToken token) => PassAsync(n, context, set, token);

    [Aggregate<SetAggregator<int>>]
    public void Set(IReadOnlySet<int> set, Edge<string> report) => report.Emit($"set {Join(set.Order())}");

    [AggregateStart]
    public void OpenBag(IReadOnlyList<int> numbers, Edge<int> bagOf) => Each(numbers, bagOf);

    [Node]
    public Task BagOf(int n, NodeContext context, Edge<int> bag, CancellationToken token) => PassAsync(n, context, bag, token);

    [Aggregate<MultisetAggregator<int>>]
    public void Bag(IReadOnlyDictionary<int, int> bag, Edge<string> report) =>
        report.Emit($"bag {Join(bag.OrderBy(static pair => pair.Key).Select(static pair => pair.Key * pair.Value))}");

    [AggregateStart]
    public void OpenMin(IReadOnlyList<int> numbers, Edge<int> minOf) => Each(numbers, minOf);

    [Node]
    public Task MinOf(int n, NodeContext context, Edge<int> min, CancellationToken token) => PassAsync(n, context, min, token);

    [Aggregate<MinAggregator<int>>]
    public void Min(int min, Edge<string> report) => report.Emit($"min {min}");

    [AggregateStart]
    public void OpenLast(IReadOnlyList<int> numbers, Edge<int> lastOf) => Each(numbers, lastOf);

    [Node]
    public Task LastOf(int n, NodeContext context, Edge<int> last, CancellationToken token) => PassAsync(n, context, last, token);

    [Aggregate<LastAggregator<int>>]
    public void Last(int last, Edge<string> report) => report.Emit($"last {last}");

    [AggregateStart]
    public void OpenFirst(IReadOnlyList<int> numbers, Edge<int> firstOf) => Each(numbers, firstOf);

    [Node]
    public Task FirstOf(int n, NodeContext context, Edge<int> first, CancellationToken token) => PassAsync(n, context, first, token);

    [Aggregate<FirstAggregator<int>>(OnEarlyFinish = EarlyFinish.Drain)]
    public void First(int first, Edge<string> report) => report.Emit($"first {first}");

    [AggregateStart]
    public void OpenRace(IReadOnlyList<int> numbers, Edge<int> raceOf) => Each(numbers, raceOf);

    [Node]
    public Task RaceOf(int n, NodeContext context, Edge<int> race, CancellationToken token) => PassAsync(n, context, race, token);

    /// <summary>Which number comes first is not for the report, only whether there is one.</summary>
    [Aggregate<RaceAggregator<int>>]
    public void Race(int first, Edge<string> report) => report.Emit($"race {first > 0}");

    [AggregateStart]
    public void OpenAnd(IReadOnlyList<int> numbers, Edge<int> andOf) => Each(numbers, andOf);

    [Node]
    public async Task AndOf(int n, NodeContext context, Edge<bool> and, CancellationToken token)
    {
        await dice.PassAsync(context, token, failing: 0.05);
        and.Emit(n % 5 != 0);
    }

    [Aggregate<AndAggregator>]
    public void And(bool all, Edge<string> report) => report.Emit($"and {all}");

    [AggregateStart]
    public void OpenMap(IReadOnlyList<int> numbers, Edge<int> mapOf) => Each(numbers, mapOf);

    [Node]
    public async Task MapOf(int n, NodeContext context, Edge<int, string> map, CancellationToken token)
    {
        map.Emit(n % 3, $"{n}");
        await dice.PassAsync(context, token, failing: 0.05);
    }

    [Aggregate<MapAggregator<int, string>>]
    public void Map(IReadOnlyDictionary<int, string> map, Edge<string> report) =>
        report.Emit($"map {Join(map.OrderBy(static pair => pair.Key).Select(static pair => pair.Value))}");

    [AggregateStart]
    public void OpenScore(IReadOnlyList<int> numbers, Edge<int> scoreOf, [To(nameof(Score))] Edge<string> text)
    {
        text.Emit("abc");
        Each(numbers, scoreOf);
    }

    [Node]
    public Task ScoreOf(int n, NodeContext context, Edge<int> score, CancellationToken token) => PassAsync(n, context, score, token);

    [Aggregate<Score>]
    public void Score(int score, Edge<string> report) => report.Emit($"score {score}");

    [Aggregate]
    public string Report(IReadOnlyList<string> lines) => string.Join("; ", lines);

    /// <summary>What one call after the other gives.</summary>
    public static string Execute(IReadOnlyList<int> numbers)
    {
        var score = 3;
        foreach (var number in numbers)
            score += score < 10 ? number : 0;
        string[] lines =
        [
            $"sum {numbers.Sum()}",
            $"count {numbers.Count}",
            $"set {Join(numbers.Distinct().Order())}",
            $"bag {Join(numbers.GroupBy(static number => number).OrderBy(static group => group.Key).Select(static group => group.Sum()))}",
            $"min {numbers.DefaultIfEmpty().Min()}",
            $"last {(numbers.Count > 0 ? numbers[^1] : 0)}",
            $"first {(numbers.Count > 0 ? numbers[0] : 0)}",
            $"race {numbers.Count > 0}",
            $"and {numbers.All(static number => number % 5 != 0)}",
            $"map {Join(numbers.GroupBy(static number => number % 3).OrderBy(static group => group.Key).Select(static group => group.Last()))}",
            $"score {score}",
        ];
        return string.Join("; ", lines);
    }

    private static void Each(IReadOnlyList<int> numbers, Edge<int> edge)
    {
        foreach (var number in numbers)
            edge.Emit(number);
    }

    private static string Join<T>(IEnumerable<T> items) => string.Join(' ', items);

    private async Task PassAsync(int number, NodeContext context, Edge<int> edge, CancellationToken cancellationToken)
    {
        edge.Emit(number);
        await dice.PassAsync(context, cancellationToken, failing: 0.05);
    }
}

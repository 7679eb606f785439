using System.Diagnostics;

namespace Agents.Generators.Benchmarks;

/// <summary>What something costs, in the middle of several rounds.</summary>
/// <param name="Time">How long it takes.</param>
/// <param name="Bytes">What it allocates, on all threads.</param>
internal readonly record struct Cost(TimeSpan Time, long Bytes);

/// <summary>Measures, warmed up, a round at a time.</summary>
internal static class Measure
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    /// <summary>Measures for a few seconds, at least five rounds; what is prepared for each round does not count.</summary>
    public static async Task<Cost> MedianAsync<T>(Func<int, T> prepare, Func<T, Task> measured)
    {
        var (begin, round) = (Stopwatch.GetTimestamp(), 0);
        for (; round < 3 || (round < 50 && Stopwatch.GetElapsedTime(begin) < Budget / 2); round++)
            await measured(prepare(round));
        var costs = new List<Cost>();
        for (begin = Stopwatch.GetTimestamp(); costs.Count < 5 || (costs.Count < 50 && Stopwatch.GetElapsedTime(begin) < Budget); round++)
        {
            var prepared = prepare(round);
            GC.Collect();
            var (bytes, start) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
            await measured(prepared);
            costs.Add(new(Stopwatch.GetElapsedTime(start), GC.GetTotalAllocatedBytes(precise: true) - bytes));
        }

        return new(Median(costs.Select(cost => cost.Time)), Median(costs.Select(cost => cost.Bytes)));
    }

    public static T Median<T>(IEnumerable<T> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : default!;
}

namespace Agents.Benchmarks.Ratios;

/// <summary>
/// Measures a row in rounds. In each, ours and twice the reference come in an order by chance, so that what else the machine does hits
/// all alike; what counts is the median of the rounds' ratios. Where the two copies of the reference differ too much, nothing counts.
/// </summary>
internal static class Runner
{
    private const double MaxDifference = 0.15;

    public static async Task<Result> MeasureAsync(Row row, TimeSpan budget)
    {
        Func<int, Task<TimeSpan>>[] acts = [row.Ours, row.Reference, row.Reference];
        for (var round = 0; round < 3; round++)
        {
            foreach (var act in acts[..2])
                await act(row.Operations);
        }

        var bytes = await BytesAsync(row.Ours, row.Operations);
        var referenceBytes = await BytesAsync(row.Reference, row.Operations);
        var rounds = new List<double[]>();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        int[] order = [0, 1, 2];
        while (rounds.Count < 15 || (clock.Elapsed < budget && rounds.Count < 400))
        {
            var times = new double[acts.Length];
            Random.Shared.Shuffle(order);
            foreach (var index in order)
                times[index] = (await acts[index](row.Operations)).TotalNanoseconds / row.Operations;
            rounds.Add(times);
        }

        var (ours, first, second) = (Median(0), Median(1), Median(2));
        var ratio = Statistics.Median(rounds.Select(static times => times[0] / times[1]));
        var isVoid = Math.Abs(first - second) > MaxDifference * Math.Min(first, second);
        var isMet = (row.MaxRatio is not { } max || ratio <= max) &&
            (row.MinRate is not { } min || 1 / ratio >= min) &&
            (row.MaxBytes is not { } most || Math.Round(bytes) <= most) &&
            (row.MaxBytesRatio is not { } share || bytes <= share * referenceBytes);
        return new Result(
            row.Name, ours, first, row.MinRate is null ? ratio : 1 / ratio, bytes, referenceBytes, row.Goal, isVoid ? "void" : isMet ? "met" : "short");

        double Median(int index) => Statistics.Median(rounds.Select(times => times[index]));
    }

    /// <summary>What an operation allocates, on all threads.</summary>
    public static async Task<double> BytesAsync(Func<int, Task<TimeSpan>> act, int operations)
    {
        var least = double.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await act(operations);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least / operations;
    }
}

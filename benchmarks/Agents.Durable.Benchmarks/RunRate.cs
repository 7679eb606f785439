using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Durable.Benchmarks;

/// <summary>
/// Runs of one node, many at once, from the start to the result, beside a bare insert of the same bytes: as one row, and as two of which
/// the second waits for the first, as the execution of a node waits for the start of its run.
/// </summary>
internal static class RunRate
{
    public static async Task MeasureAsync(int atOnce, int rounds, double seconds)
    {
        using var place = new Place();
        await using var host = place.CreateHost();
        var client = host.GetRequiredService<AdderClient>();
        var first = await client.StartAsync(1, 2);
        await first.GetResultAsync();
        var (events, bytes) = await place.GetSizeAsync(first.Id);

        using var other = new Place();
        await using var bare = new BareStore(other.Path);
        var data = new byte[bytes];
        byte[] begin = new byte[bytes / 2], end = new byte[bytes - (bytes / 2)];
        Func<Task>[] acts =
        [
            async () => await (await client.StartAsync(1, 2)).GetResultAsync(),
            () => bare.InsertAsync(data),
            async () =>
            {
                await bare.InsertAsync(begin);
                await bare.InsertAsync(end);
            },
        ];
        var rates = new List<double[]>();
        for (var round = -1; round < rounds; round++)
        {
            var rate = new double[acts.Length];
            int[] order = [.. Enumerable.Range(0, acts.Length)];
            Random.Shared.Shuffle(order);
            foreach (var index in order)
                rate[index] = await RateAsync(atOnce, seconds, acts[index]);
            if (round >= 0)
                rates.Add(rate);
        }

        Console.WriteLine(
            $"runs of one node, {atOnce} at once, full sync: {Rate(0):N0} runs/s; bare insert of the same {bytes} bytes ({events} events) as one row " +
            $"{Rate(1):N0}/s, ratio {Ratio(1):F2}; as two, one after the other, {Rate(2):N0}/s, ratio {Ratio(2):F2}");

        double Rate(int index) => Numbers.Median(rates.Select(rate => rate[index]));
        double Ratio(int index) => Numbers.Median(rates.Select(rate => rate[0] / rate[index]));
    }

    private static async Task<double> RateAsync(int atOnce, double seconds, Func<Task> act)
    {
        var (count, watch) = (0L, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                await act();
                Interlocked.Increment(ref count);
            }
        })));
        return count / watch.Elapsed.TotalSeconds;
    }
}

using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Durable.Benchmarks;

/// <summary>The time from a node's writing of a chunk to its subscriber's having it, beside that of a bare commit of the same bytes.</summary>
internal static class ChunkLatency
{
    public static async Task MeasureAsync(int rounds, int chunks)
    {
        using var place = new Place();
        await using var host = place.CreateHost();
        var ticks = host.GetRequiredService<Ticks>();
        var run = await host.GetRequiredService<TickerClient>().StartAsync(((rounds + 1) * chunks) + 1);
        await using var reader = run.Tick.StreamAsync().GetAsyncEnumerator();
        var text = new string('x', 40);
        ticks.Give(text);
        await reader.MoveNextAsync();
        var size = (await place.GetSizeAsync(run.Id)).Bytes;
        ticks.Give(text);
        await reader.MoveNextAsync();
        var data = new byte[(await place.GetSizeAsync(run.Id)).Bytes - size];

        using var other = new Place();
        await using var bare = new BareStore(other.Path);
        List<double> ours = [], theirs = [], ratios = [];
        for (var round = 0; round < rounds; round++)
        {
            double own = 0, reference = 0;
            foreach (var isOwn in Random.Shared.Next(2) == 0 ? new[] { true, false } : [false, true])
            {
                if (isOwn)
                {
                    own = await MedianAsync(chunks - 1, async () =>
                    {
                        ticks.Give(text);
                        await reader.MoveNextAsync();
                    });
                }
                else
                {
                    reference = await MedianAsync(chunks - 1, () => bare.InsertAsync(data));
                }
            }

            ours.Add(own);
            theirs.Add(reference);
            ratios.Add(own / reference);
        }

        Console.WriteLine(
            $"chunk, write to subscriber, median: {Numbers.Median(ours):N0} µs, bare commit of the same {data.Length} bytes " +
            $"{Numbers.Median(theirs):N0} µs, ratio {Numbers.Median(ratios):F2}");
        await run.CancelAsync();
    }

    private static async Task<double> MedianAsync(int count, Func<Task> act)
    {
        var times = new double[count];
        for (var index = 0; index < count; index++)
        {
            var start = Stopwatch.GetTimestamp();
            await act();
            times[index] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return Numbers.Median(times);
    }
}

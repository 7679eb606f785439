using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Benchmarks.Scale;

/// <summary>Measures at sizes that grow by ten, each several times; the least counts, for what disturbs only adds.</summary>
internal static class Growth
{
    public static async Task<List<Series>> MeasureAsync(long most)
    {
        await using var host = Hosts.Create(static options =>
        {
            options.Limits.ChunksPerInvocation = int.MaxValue;
            options.Limits.InvocationsPerRun = int.MaxValue;
            options.Limits.EmitsPerInvocation = int.MaxValue;
            // What is measured is what runs under way hold, not those that are kept behind them.
            options.Retention.MaxFinishedRuns = 10;
        });
        var pump = host.GetRequiredService<PumpClient>();
        var fan = host.GetRequiredService<FanClient>();
        await ChunksAsync(pump, 1_000);
        return
        [
            await SeriesAsync("chunks of a run", "chunk, written and read", "allocated", Sizes(1_000, 10_000_000), size => ChunksAsync(pump, size)),
            await SeriesAsync("readers of a stream", "chunk delivered to a reader", "allocated", Sizes(1, 10_000), size => ReadersAsync(pump, size)),
            await SeriesAsync("invocations of a run", "invocation, emitted and gathered", "allocated", Sizes(10, 100_000), size => InvocationsAsync(fan, size)),
            await SeriesAsync("nodes of an agent", "node of a chain, executed", "allocated", [1, 10, 100, 500], NodesAsync),
            await SeriesAsync("runs alive", "run that waits for a person", "held", Sizes(1_000, 1_000_000), RunsAsync),
        ];

        long[] Sizes(long from, long to)
        {
            var sizes = new List<long>();
            for (var size = from; size <= to && size <= most; size *= 10)
                sizes.Add(size);
            return [.. sizes];
        }
    }

    private static async Task<Series> SeriesAsync(string name, string unit, string bytes, long[] sizes, Func<long, Task<Point>> measure)
    {
        var points = new List<Point>();
        foreach (var size in sizes)
        {
            var best = await measure(size);
            var clock = Stopwatch.StartNew();
            for (var round = 1; bytes == "allocated" && round < 7 && clock.Elapsed < TimeSpan.FromSeconds(2); round++)
            {
                var next = await measure(size);
                best = new Point(size, Math.Min(best.Nanoseconds, next.Nanoseconds), Math.Min(best.Bytes, next.Bytes));
            }

            points.Add(best);
            Console.Error.WriteLine($"{name}: {best}");
        }

        return new Series(name, unit, bytes, points);
    }

    private static Task<Point> ChunksAsync(PumpClient pump, long chunks) => AllocatingAsync(chunks, chunks, async () =>
    {
        var run = await pump.StartAsync((int)chunks);
        await foreach (var item in run.Write.StreamAsync())
            GC.KeepAlive(item);
    });

    private static Task<Point> ReadersAsync(PumpClient pump, long readers)
    {
        const int Chunks = 200;
        return AllocatingAsync(readers, readers * Chunks, async () =>
        {
            var run = await pump.StartAsync(Chunks);
            await Task.WhenAll(Enumerable.Range(0, (int)readers).Select(_ => Task.Run(async () =>
            {
                await foreach (var item in run.Write.StreamAsync())
                    GC.KeepAlive(item);
            })));
        });
    }

    private static Task<Point> InvocationsAsync(FanClient fan, long invocations) =>
        AllocatingAsync(invocations, invocations, () => fan.InvokeAsync((int)invocations));

    private static async Task<Point> NodesAsync(long nodes)
    {
        await using var host = LongChain.Create((int)nodes, out var start);
        await start();
        return await AllocatingAsync(nodes, nodes * 20, async () =>
        {
            for (var count = 0; count < 20; count++)
                await start();
        });
    }

    /// <summary>Once, in a host of its own: what earlier ones leave goes away only by and by.</summary>
    private static async Task<Point> RunsAsync(long count)
    {
        await using var host = Hosts.Create();
        var asker = host.GetRequiredService<AskerClient>();
        await Ratios.WaitingRow.WaitAsync(asker, 100);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        await Ratios.WaitingRow.WaitAsync(asker, (int)count);
        var elapsed = clock.Elapsed;
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        return new Point(count, elapsed.TotalNanoseconds / count, (double)held / count);
    }

    private static async Task<Point> AllocatingAsync(long size, long units, Func<Task> act)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        await act();
        return new Point(size, clock.Elapsed.TotalNanoseconds / units, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)units);
    }
}

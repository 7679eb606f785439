using System.Diagnostics;
using Agents.Benchmarks.Ratios;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Benchmarks.Durable;

/// <summary>What is stored, beside bare inserts of the same bytes into SQLite, both fully synchronous and with commits that many share.</summary>
internal sealed class DurableRows : IAsyncDisposable
{
    private const int AtOnce = 64;
    private readonly Place place = new();
    private readonly Place other = new();
    private readonly ServiceProvider host;
    private readonly BareStore bare;
    private readonly AdderClient adder;
    private readonly Ticks ticks;

    private DurableRows()
    {
        host = place.CreateHost();
        bare = new BareStore(other.Path);
        adder = host.GetRequiredService<AdderClient>();
        ticks = host.GetRequiredService<Ticks>();
    }

    /// <summary>The rows; disposed of with what they work on.</summary>
    public IReadOnlyList<IRow> All { get; private set; } = [];

    public static async Task<DurableRows> CreateAsync()
    {
        var rows = new DurableRows();
        var first = await rows.adder.StartAsync(1, 2);
        await first.WaitForEndAsync();
        var run = new byte[(await rows.place.GetSizeAsync(first.Id)).Bytes];
        byte[] begin = run[..(run.Length / 2)], end = run[(run.Length / 2)..];

        var ticking = await rows.host.GetRequiredService<TickerClient>().StartAsync(int.MaxValue);
        var reader = ticking.Tick.StreamAsync().GetAsyncEnumerator();
        await rows.TickAsync(reader);
        var size = (await rows.place.GetSizeAsync(ticking.Id)).Bytes;
        await rows.TickAsync(reader);
        var chunk = new byte[(await rows.place.GetSizeAsync(ticking.Id)).Bytes - size];

        rows.All =
        [
            new Row("durable run of one node, 64 at once", 6_000, rows.RunsAsync, count => ManyAsync(count, () => rows.bare.InsertAsync(run)))
            {
                MinRate = 0.5, Beside = "one bare insert of the same bytes",
            },
            new Row("durable run of one node, beside two inserts", 6_000, rows.RunsAsync, count => ManyAsync(count, async () =>
            {
                await rows.bare.InsertAsync(begin);
                await rows.bare.InsertAsync(end);
            }))
            {
                MinRate = 0.5, Beside = "two bare inserts of the same bytes, the second after the first, as a node executes after the start of its run",
            },
            new Row("durable chunk, write to subscriber, median", 250, count => MedianAsync(count, () => rows.TickAsync(reader)), count => MedianAsync(count, () => rows.bare.InsertAsync(chunk)))
            {
                MaxRatio = 1.5, Beside = "a bare commit of the same bytes",
            },
            new RecoveryRow(),
        ];
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await bare.DisposeAsync();
        place.Dispose();
        other.Dispose();
    }

    private Task<TimeSpan> RunsAsync(int count) => ManyAsync(count, async () => await (await adder.StartAsync(1, 2)).GetResultAsync());

    private async Task TickAsync(IAsyncEnumerator<string> reader)
    {
        ticks.Give("forty characters of text, more or less..");
        await reader.MoveNextAsync();
    }

    private static async Task<TimeSpan> ManyAsync(int count, Func<Task> act)
    {
        var (left, start) = (count, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await act();
        })));
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<TimeSpan> MedianAsync(int count, Func<Task> act)
    {
        var times = new double[count];
        for (var index = 0; index < count; index++)
        {
            var start = Stopwatch.GetTimestamp();
            await act();
            times[index] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return TimeSpan.FromMicroseconds(Statistics.Median(times)) * count;
    }
}

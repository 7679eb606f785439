using System.Diagnostics;
using System.Threading.Channels;

namespace Agents.Benchmarks.Ratios;

/// <summary>Chunks and their readers.</summary>
internal sealed class StreamRows(PumpClient pump, MetronomeClient metronome, CrowdClient crowd)
{
    /// <summary>Chunks as fast as they come.</summary>
    public IEnumerable<Row> Live()
    {
        yield return new Row("chunk, one live reader", 100_000, count => PumpAsync(count, 1), count => ChannelsAsync(count, 1))
        {
            MaxRatio = 1.1, MaxBytes = 16, Beside = "an unbounded channel",
        };
        yield return new Row("chunk, one live reader, beside one kept", 100_000, count => PumpAsync(count, 1), KeptAsync)
        {
            MaxRatio = 0.7, Beside = "an unbounded channel whose items are also kept in a locked list",
        };
        yield return new Row("chunk, eight live readers", 50_000, count => PumpAsync(count, 8), count => ChannelsAsync(count, 8))
        {
            MaxRatio = 0.2, Beside = "eight channels",
        };
        yield return new Row("chunk, 64 parallel writers in a run", 64 * 1_500, CrowdAsync, count => PumpAsync(count, 0))
        {
            MinRate = 0.5, DependsOnTiming = true, Beside = "one writer",
        };
    }

    /// <summary>Chunks at a pace. Waiting by spinning has the pool add threads, which whatever comes after shares the cores with.</summary>
    public IEnumerable<Row> Paced()
    {
        yield return new Row("paced chunk, one waiting reader", 1_500, count => PacedAsync(count, 1), count => PacedChannelsAsync(count, 1))
        {
            MaxRatio = 1.2, MaxBytes = 32, DependsOnTiming = true, Beside = "a channel; the writer's time",
        };
        yield return new Row("paced chunk, eight waiting readers", 1_500, count => PacedAsync(count, 8), count => PacedChannelsAsync(count, 8))
        {
            MaxRatio = 0.5, MaxBytes = 32, DependsOnTiming = true, Beside = "eight channels; the writer's time",
        };
    }

    private async Task<TimeSpan> PumpAsync(int count, int readers)
    {
        var start = Stopwatch.GetTimestamp();
        var run = await pump.StartAsync(count);
        var reading = new Task<int>[readers];
        for (var index = 0; index < readers; index++)
            reading[index] = ReadAsync(run.Write.StreamAsync());
        await Task.WhenAll(reading);
        await run.GetResultAsync();
        return Stopwatch.GetElapsedTime(start);
    }

    private static Task<int> ReadAsync(IAsyncEnumerable<Item> items) => Task.Run(async () =>
    {
        var count = 0;
        await foreach (var item in items)
            count += item.Number;
        return count;
    });

    private static async Task<TimeSpan> ChannelsAsync(int count, int readers)
    {
        var start = Stopwatch.GetTimestamp();
        var channels = BareChannels.Make(readers);
        var writing = BareChannels.WriteAsync(channels, count);
        await Task.WhenAll(channels.Select(static channel => ReadAsync(channel.Reader.ReadAllAsync())));
        await writing;
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<TimeSpan> KeptAsync(int count)
    {
        var start = Stopwatch.GetTimestamp();
        var channel = BareChannels.Make(1)[0];
        var kept = new List<Item>();
        var sync = new Lock();
        var writing = Task.Run(async () =>
        {
            for (var index = 0; index < count; index++)
            {
                lock (sync)
                    kept.Add(Item.One);
                await channel.Writer.WriteAsync(Item.One);
            }

            channel.Writer.Complete();
        });
        await ReadAsync(channel.Reader.ReadAllAsync());
        await writing;
        return Stopwatch.GetElapsedTime(start);
    }

    private async Task<TimeSpan> PacedAsync(int count, int readers)
    {
        var run = await metronome.StartAsync(count, Pace.Usual);
        var reading = new Task<int>[readers];
        for (var index = 0; index < readers; index++)
            reading[index] = ReadAsync(run.Write.StreamAsync());
        await Task.WhenAll(reading);
        return Stopwatch.GetElapsedTime(0, await run.GetResultAsync());
    }

    private static async Task<TimeSpan> PacedChannelsAsync(int count, int readers)
    {
        var channels = BareChannels.Make(readers);
        var writing = Task.Run(async () =>
        {
            var spent = 0L;
            for (var index = 0; index < count; index++)
            {
                Pace.Wait(Pace.Usual);
                var start = Stopwatch.GetTimestamp();
                foreach (var channel in channels)
                    await channel.Writer.WriteAsync(Item.One);
                spent += Stopwatch.GetTimestamp() - start;
            }

            foreach (var channel in channels)
                channel.Writer.Complete();
            return spent;
        });
        await Task.WhenAll(channels.Select(static channel => ReadAsync(channel.Reader.ReadAllAsync())));
        return Stopwatch.GetElapsedTime(0, await writing);
    }

    private async Task<TimeSpan> CrowdAsync(int count)
    {
        var start = Stopwatch.GetTimestamp();
        await crowd.InvokeAsync(64, count / 64);
        return Stopwatch.GetElapsedTime(start);
    }
}

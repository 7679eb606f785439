using System.Diagnostics;

namespace Agents.Benchmarks;

/// <summary>Streams at a pace that lets readers wait for each chunk, and measures its own writing.</summary>
[AgentModule]
internal sealed partial class Metronome
{
    [Node]
    public async Task<long> Write(int count, long pace, ChunkWriter<Item> chunks, CancellationToken cancellationToken)
    {
        var spent = 0L;
        for (var index = 0; index < count; index++)
        {
            Pace.Wait(pace);
            var start = Stopwatch.GetTimestamp();
            await chunks.WriteAsync(Item.One, cancellationToken);
            spent += Stopwatch.GetTimestamp() - start;
        }

        return spent;
    }
}

internal static class Pace
{
    /// <summary>20 µs.</summary>
    public static readonly long Usual = Stopwatch.Frequency / 50_000;

    public static void Wait(long ticks)
    {
        for (var end = Stopwatch.GetTimestamp() + ticks; Stopwatch.GetTimestamp() < end;)
            Thread.SpinWait(20);
    }
}

using System.Diagnostics;

namespace Agents.Benchmarks.Floors;

/// <summary>The streams of the rows, by hand.</summary>
internal static class BareStreams
{
    private static readonly BareNode[] Pump =
    [
        static (attempt, input) =>
        {
            attempt.Token.ThrowIfCancellationRequested();
            for (var index = 0; index < input; index++)
                attempt.Stream!.Write(Item.One);
            attempt.Stream!.End();
            attempt.Return(input);
        },
    ];

    /// <summary>A run of one node that writes ten chunks, its reader, and its result.</summary>
    public static async Task TenAsync(BareHost host)
    {
        var run = BareRun.Start(host, Pump, 10, 6, streams: true);
        await foreach (var item in run.Stream!)
            GC.KeepAlive(item);
        await run.GetResultAsync();
    }

    /// <summary>Writes at a pace that lets the reader wait for each chunk. Gives the writer's time.</summary>
    public static async Task<TimeSpan> PacedAsync(int count)
    {
        var stream = new BareStream(new Lock());
        var writing = Task.Run(() =>
        {
            var spent = 0L;
            for (var index = 0; index < count; index++)
            {
                Pace.Wait(Pace.Usual);
                var start = Stopwatch.GetTimestamp();
                stream.Write(Item.One);
                spent += Stopwatch.GetTimestamp() - start;
            }

            stream.End();
            return spent;
        });
        await foreach (var item in stream)
            GC.KeepAlive(item);
        return Stopwatch.GetElapsedTime(0, await writing);
    }

    /// <summary>Writes from many tasks, to a stream each, under the one lock that gives them their order.</summary>
    public static async Task<TimeSpan> CrowdAsync(int count, int writers)
    {
        var start = Stopwatch.GetTimestamp();
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() =>
        {
            var stream = new BareStream(gate);
            for (var index = 0; index < count / writers; index++)
                stream.Write(Item.One);
            stream.End();
        })));
        return Stopwatch.GetElapsedTime(start);
    }
}

using System.Diagnostics;
using System.Threading.Tasks.Dataflow;

namespace Agents.Benchmarks.Ratios;

/// <summary>Whole runs.</summary>
internal sealed class RunRows(AdderClient adder, PumpClient pump, ChainClient chain, FanClient fan)
{
    public IEnumerable<Row> All()
    {
        yield return new Row(
            "run of one node, start to result", 5_000,
            count => RepeatAsync(count, async () => await (await adder.StartAsync(1, 2)).GetResultAsync()),
            static count => RepeatAsync(count, static async () => await Task.Run(static () => Task.FromResult(1 + 2))))
        {
            MaxRatio = 3.5, MaxBytes = 1_024, Beside = "Task.Run, in an async lambda",
        };
        yield return new Row(
            "run of one node, ten chunks, a reader, result", 3_000, count => RepeatAsync(count, StreamTenAsync), DirectAsync)
        {
            MaxRatio = 12, MaxBytes = 2_048, Beside = "Task.Run awaited directly",
        };
        var (head, tail) = MakeBlocks(10);
        yield return new Row(
            "chain of ten nodes, one run at a time", 1_500,
            count => RepeatAsync(count, async () => await chain.InvokeAsync(0)),
            count => RepeatAsync(count, async () =>
            {
                head.Post(0);
                await tail.ReceiveAsync();
            }))
        {
            MaxRatio = 0.7, MaxBytes = 2_253, Beside = "ten prebuilt TransformBlocks",
        };
        yield return new Row(
            "fan-out of 1,000 and gather", 12,
            count => RepeatAsync(count, async () => await fan.InvokeAsync(1_000)),
            static count => RepeatAsync(count, static () => Task.WhenAll(Enumerable.Range(0, 1_000).Select(static index => Task.Run(() => index)))))
        {
            MaxRatio = 1.2, MaxBytesRatio = 1, Beside = "Task.WhenAll over 1,000 Task.Run",
        };
    }

    private async Task StreamTenAsync()
    {
        var run = await pump.StartAsync(10);
        await foreach (var item in run.Write.StreamAsync())
            GC.KeepAlive(item);
        await run.GetResultAsync();
    }

    private static async Task<TimeSpan> DirectAsync(int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var index = 0; index < count; index++)
            await Task.Run(static () => Task.FromResult(1 + 2));
        return Stopwatch.GetElapsedTime(start);
    }

    public static async Task<TimeSpan> RepeatAsync(int count, Func<Task> act)
    {
        var start = Stopwatch.GetTimestamp();
        for (var index = 0; index < count; index++)
            await act();
        return Stopwatch.GetElapsedTime(start);
    }

    private static (TransformBlock<int, int> Head, TransformBlock<int, int> Tail) MakeBlocks(int count)
    {
        var head = new TransformBlock<int, int>(static value => value + 1);
        var tail = head;
        for (; count > 1; count--)
        {
            var next = new TransformBlock<int, int>(static value => value + 1);
            tail.LinkTo(next);
            tail = next;
        }

        return (head, tail);
    }
}

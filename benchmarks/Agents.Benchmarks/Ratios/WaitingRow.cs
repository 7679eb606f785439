namespace Agents.Benchmarks.Ratios;

/// <summary>What a run that waits for a person holds in memory.</summary>
internal sealed class WaitingRow(AskerClient asker) : IRow
{
    private const int Runs = 20_000;
    private const double MaxBytes = 1_280;

    public string Name => "run that waits for a person, in memory";

    public string Beside => "nothing: bytes that are held";

    public async Task<Result> MeasureAsync(TimeSpan budget)
    {
        // What is made once is made before.
        await WaitAsync(asker, 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var waiting = await WaitAsync(asker, Runs);
        var time = clock.Elapsed.TotalNanoseconds / Runs;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Runs;
        foreach (var run in waiting)
            await run.CancelAsync();
        return new Result(Name, time, 0, 0, bytes, 0, $"<= {MaxBytes:N0} B", bytes <= MaxBytes ? "met" : "short");
    }

    /// <summary>Starts runs, and lets each come to its wait.</summary>
    public static async Task<AskerRun[]> WaitAsync(AskerClient asker, int count)
    {
        var runs = new AskerRun[count];
        for (var index = 0; index < count; index++)
        {
            runs[index] = await asker.StartAsync("May it pass?");
            while ((await runs[index].GetPendingRequestsAsync()).Count == 0)
                await Task.Yield();
        }

        return runs;
    }
}

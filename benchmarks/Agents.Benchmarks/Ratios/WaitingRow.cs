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
        await WaitAsync(asker, Runs);
        var time = clock.Elapsed.TotalNanoseconds / Runs;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Runs;
        await foreach (var info in asker.ListRunsAsync(new RunQuery { Status = RunStatus.Running }))
            await (await asker.GetRunAsync(info.Id))!.CancelAsync();
        return ToResult(Name, time, bytes);
    }

    /// <summary>What was measured, beside the goal.</summary>
    public static Result ToResult(string name, double time, double bytes) =>
        new(name, time, 0, 0, bytes, 0, $"<= {MaxBytes:N0} B", bytes <= MaxBytes ? "met" : "short");

    /// <summary>Starts runs, and lets each come to its wait. Nobody holds a handle of them.</summary>
    public static async Task WaitAsync(AskerClient asker, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var run = await asker.StartAsync("May it pass?");
            while ((await run.GetPendingRequestsAsync()).Count == 0)
                await Task.Yield();
        }
    }
}

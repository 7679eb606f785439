using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Benchmarks.Ratios;

/// <summary>A million runs that wait for people at once, in a host of their own: what they hold, all in all, and that none holds a thread.</summary>
internal sealed class MillionRow : IRow
{
    private const int Runs = 1_000_000;
    private const double MaxBytes = 1.5 * 1024 * 1024 * 1024;

    public string Name => "a million runs that wait, in all";

    public string Beside => "nothing: bytes that are held";

    public async Task<Result> MeasureAsync(TimeSpan budget)
    {
        await using var host = Hosts.Create();
        var asker = host.GetRequiredService<AskerClient>();
        await WaitingRow.WaitAsync(asker, 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        await WaitingRow.WaitAsync(asker, Runs);
        var time = clock.Elapsed.TotalNanoseconds;
        var bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before);
        var isMet = bytes <= MaxBytes && ThreadPool.ThreadCount < 100;
        return new Result(Name, time, 0, 0, bytes, 0, "<= 1.5 GiB, no thread", isMet ? "met" : "short");
    }
}

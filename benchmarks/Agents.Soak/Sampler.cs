using System.Diagnostics;

namespace Agents.Soak;

/// <summary>Takes a sample every ten seconds, and prints a line every minute.</summary>
internal sealed class Sampler(IReadOnlyList<SoakHost> hosts, IReadOnlyList<Kind> kinds, Place place, Complaints complaints)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private const int PerMinute = 6;

    public static void PrintHeader() =>
        Console.WriteLine("  min   memory/s  durable/s   heap KiB    set MiB  handles  threads  pending   timers     live   file KiB    wrong");

    public async Task<IReadOnlyList<Sample>> RunAsync(TimeSpan length)
    {
        var samples = new List<Sample>();
        using var timer = new PeriodicTimer(Period);
        var (clock, before, last) = (Stopwatch.StartNew(), Count(), TimeSpan.Zero);
        // The last tick may come a moment before the end.
        while (clock.Elapsed < length - (Period / 2))
        {
            await timer.WaitForNextTickAsync();
            var (now, counts) = (clock.Elapsed, Count());
            var live = 0;
            foreach (var host in hosts)
                live += (await host.ListLiveAsync()).Count;
            samples.Add(Sample.Take() with
            {
                At = now,
                Rates = counts.ToDictionary(static count => count.Key, count => (count.Value - before[count.Key]) / (now - last).TotalSeconds),
                LiveRuns = live,
                Stored = place.Bytes,
            });
            (before, last) = (counts, now);
            if (samples.Count % PerMinute == 0)
                Print(Sample.Median(samples[^PerMinute..]));
        }

        return samples;
    }

    private Dictionary<KindName, long> Count() => kinds.ToDictionary(static kind => kind.Name, static kind => kind.Done);

    private void Print(Sample minute) => Console.WriteLine(
        $"{minute.At.TotalMinutes,5:N0} {minute.RateOf("memory"),10:N0} {minute.RateOf("durable"),10:N0} {minute.Heap / 1024,10:N0} " +
        $"{minute.WorkingSet / (1 << 20),10:N0} {minute.Handles,8:N0} {minute.Threads,8:N0} {minute.PendingWork,8:N0} {minute.Timers,8:N0} " +
        $"{minute.LiveRuns,8:N0} {minute.Stored / 1024,10:N0} {complaints.Count,8:N0}");
}

using System.Diagnostics;
using Agents.Benchmarks;

namespace Agents.Soak;

/// <summary>What is seen of the process at a moment.</summary>
internal sealed record Sample
{
    public TimeSpan At { get; init; }

    /// <summary>Jobs a second since the sample before, by kind.</summary>
    public IReadOnlyDictionary<KindName, double> Rates { get; init; } = new Dictionary<KindName, double>();

    /// <summary>Bytes of the managed heap after a collection.</summary>
    public double Heap { get; init; }

    public double WorkingSet { get; init; }

    public double Handles { get; init; }

    public double Threads { get; init; }

    public double PendingWork { get; init; }

    public double Timers { get; init; }

    public double LiveRuns { get; init; }

    /// <summary>Bytes of the database.</summary>
    public double Stored { get; init; }

    public double RateOf(string host) => Rates.Where(rate => rate.Key.Host == host).Sum(static rate => rate.Value);

    /// <summary>What can be seen without knowing of the load.</summary>
    public static Sample Take()
    {
        // First what the rest would change.
        var (pending, timers) = (ThreadPool.PendingWorkItemCount, Timer.ActiveCount);
        using var process = Process.GetCurrentProcess();
        return new Sample
        {
            PendingWork = pending,
            Timers = timers,
            Threads = ThreadPool.ThreadCount,
            Heap = GC.GetTotalMemory(forceFullCollection: true),
            WorkingSet = process.WorkingSet64,
            Handles = process.HandleCount,
        };
    }

    /// <summary>The medians of several.</summary>
    public static Sample Median(IReadOnlyCollection<Sample> samples)
    {
        return new Sample
        {
            At = samples.Count == 0 ? default : samples.Max(static sample => sample.At),
            Rates = samples.SelectMany(static sample => sample.Rates).GroupBy(static rate => rate.Key)
                .ToDictionary(static rates => rates.Key, static rates => Statistics.Median(rates.Select(static rate => rate.Value))),
            Heap = Of(static sample => sample.Heap),
            WorkingSet = Of(static sample => sample.WorkingSet),
            Handles = Of(static sample => sample.Handles),
            Threads = Of(static sample => sample.Threads),
            PendingWork = Of(static sample => sample.PendingWork),
            Timers = Of(static sample => sample.Timers),
            LiveRuns = Of(static sample => sample.LiveRuns),
            Stored = Of(static sample => sample.Stored),
        };

        double Of(Func<Sample, double> value) => Statistics.Median(samples.Select(value));
    }
}

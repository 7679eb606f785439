namespace Agents.Soak;

/// <summary>What must hold after the load, and after the hosts are gone.</summary>
internal static class Verdicts
{
    private const double MaxGrowth = 1.10;
    private const double MinRate = 0.85;

    /// <summary>The runtime of .NET keeps the files of assemblies open: some may be loaded late.</summary>
    private const int SpareHandles = 8;

    public static IEnumerable<Verdict> OfLoad(long jobs, int wrong, IReadOnlyCollection<KindName> live, Quarters quarters)
    {
        yield return new("Every job gave what it should", wrong == 0 && jobs > 0, $"{wrong:N0} of {jobs:N0} did not");
        yield return new("All runs ended with the load", live.Count == 0, $"{live.Count:N0} live{Counts(live.Select(static run => $"{run.Host} {run.Job}"))}");
        yield return Flat("The managed heap is flat", static sample => sample.Heap / 1024, "KiB", quarters);
        foreach (var host in new[] { "memory", "durable" })
            yield return Steady($"The rate is steady ({host})", sample => sample.RateOf(host), quarters);
    }

    public static IEnumerable<Verdict> OfEnd(Sample before, Sample after, long watched, IReadOnlyCollection<object> alive, bool folderIsGone)
    {
        yield return new("No handle is left", after.Handles <= before.Handles + SpareHandles, $"{after.Handles:N0} after, {before.Handles:N0} before");
        yield return new("No timer is left", after.Timers <= before.Timers, $"{after.Timers:N0} after, {before.Timers:N0} before");
        yield return new("No work is left", after.PendingWork == 0, $"{after.PendingWork:N0} items pending");
        yield return new("What was handed out is collected", watched > 0 && alive.Count == 0, $"{alive.Count:N0} of {watched:N0} watched are held{Counts(alive.Select(static thing => thing.GetType().Name))}");
        yield return new("The files are removed", folderIsGone, folderIsGone ? "none left" : "the folder is there");
    }

    private static Verdict Flat(string what, Func<Sample, double> value, string unit, Quarters quarters)
    {
        var (second, last) = (value(quarters.Second), value(quarters.Last));
        return new(what, last <= second * MaxGrowth, $"{second:N0} {unit} in the second quarter, {last:N0} in the last, ratio {last / second:N2}, at most {MaxGrowth:N2}");
    }

    private static Verdict Steady(string what, Func<Sample, double> value, Quarters quarters)
    {
        var (second, last) = (value(quarters.Second), value(quarters.Last));
        return new(what, last >= second * MinRate, $"{second:N0} jobs a second in the second quarter, {last:N0} in the last, ratio {last / second:N2}, at least {MinRate:N2}");
    }

    private static string Counts(IEnumerable<string> names) =>
        string.Concat(names.CountBy(static name => name).Select(static name => $", {name.Key} {name.Value}"));
}

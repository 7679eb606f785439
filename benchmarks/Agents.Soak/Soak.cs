using System.Diagnostics;

namespace Agents.Soak;

/// <summary>Puts two hosts under load, disposes of them, and looks at what is left.</summary>
internal static class Soak
{
    private const int Seed = 1;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(30);

    public static async Task<SoakReport> RunAsync(TimeSpan length)
    {
        // What is loaded and made once is there before: assemblies, whose files stay open, and the timer that Microsoft.Data.Sqlite keeps.
        using (var first = new Place())
            await LoadAsync(first, WarmUp);
        await Task.Delay(TimeSpan.FromSeconds(2));
        Sampler.PrintHeader();
        var before = Sample.Take();
        var place = new Place();
        LoadResult result;
        using (place)
            result = await LoadAsync(place, length);

        // What ended last lets go a moment later.
        var clock = Stopwatch.StartNew();
        List<Verdict> end;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250));
            GC.Collect();
            GC.WaitForPendingFinalizers();
            end = [.. End()];
        }
        while (!end.TrueForAll(static verdict => verdict.Holds) && clock.Elapsed < SettleTime);

        return new SoakReport(result.Samples, result.Jobs,
            [.. Verdicts.OfLoad(result.Jobs.Values.Sum(), result.Wrong, result.Live, new Quarters(result.Samples)), .. end]);

        IEnumerable<Verdict> End() => Verdicts.OfEnd(
            before, Sample.Take(), result.Witnesses.Sum(static witnesses => witnesses.Watched),
            [.. result.Witnesses.SelectMany(static witnesses => witnesses.Alive)], !place.Exists);
    }

    private static async Task<LoadResult> LoadAsync(Place place, TimeSpan length)
    {
        await using var memory = SoakHost.InMemory();
        await using var durable = SoakHost.Durable(place.Path);
        var complaints = new Complaints();
        Load[] loads = [new Load(memory, 4, Seed, complaints), new Load(durable, 2, Seed + 100, complaints)];
        Kind[] kinds = [.. loads.SelectMany(static load => load.Kinds)];
        using var stop = new CancellationTokenSource();
        var working = Task.WhenAll(loads.Select(load => load.RunAsync(stop.Token)));
        var samples = await new Sampler([memory, durable], kinds, place, complaints).RunAsync(length);
        await stop.CancelAsync();
        await working;
        return new LoadResult(
            samples, kinds.ToDictionary(static kind => kind.Name, static kind => kind.Done), complaints.Count,
            await ListLiveAsync(memory, durable), [memory.Witnesses, durable.Witnesses]);
    }

    /// <summary>The runs that are live, when those that are on their way to their end have had time for it.</summary>
    private static async Task<List<KindName>> ListLiveAsync(params SoakHost[] hosts)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            var live = new List<KindName>();
            foreach (var host in hosts)
                live.AddRange(await host.ListLiveAsync());
            if (live.Count == 0 || clock.Elapsed > EndTime)
                return live;
        }
    }
}

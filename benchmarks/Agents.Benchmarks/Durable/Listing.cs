using System.Diagnostics;
using Agents.Journals;
using Agents.Sqlite;

namespace Agents.Benchmarks.Durable;

/// <summary>How long a host that starts takes to list the runs that have not ended, and to read the log of each.</summary>
internal static class Listing
{
    public static async Task MeasureAsync(int runs, int events)
    {
        var folder = Directory.CreateTempSubdirectory("bench");
        var journal = new SqliteJournal($"Data Source={Path.Combine(folder.FullName, "runs.db")}");
        await journal.OpenAsync();
        for (var from = 0; from < runs; from += 500)
        {
            await journal.AppendAsync(Enumerable.Range(from, 500).SelectMany(number => Enumerable.Range(1, events).Select(position =>
            {
                var run = new RunId(1, (ulong)number);
                return new JournalEvent(run, position, new byte[300])
                {
                    Start = position == 1 ? new("Agent", DateTimeOffset.UnixEpoch, run) : null,
                };
            })).ToArray());
        }
        var watch = Stopwatch.StartNew();
        List<JournalRun> unfinished = [];
        await foreach (var run in journal.ListUnfinishedAsync())
            unfinished.Add(run);
        var listed = watch.Elapsed;
        var read = 0;
        foreach (var run in unfinished)
        {
            await foreach (var item in journal.ReadAsync(run.Id))
                read++;
        }
        Console.WriteLine(
            $"journal of {unfinished.Count:N0} runs: listed in {listed.TotalSeconds:F2} s, " +
            $"{read:N0} events read in {(watch.Elapsed - listed).TotalSeconds:F2} s");
        await journal.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

using System.Diagnostics;
using Agents.Journals;
using Agents.Sqlite;
using Microsoft.Data.Sqlite;

namespace Agents.Benchmarks.Durable;

/// <summary>Events per second that a journal stores, beside a bare insert of the same bytes in the same batches.</summary>
internal static class AppendRate
{
    private const int Runs = 64;
    private const int Bytes = 300;

    public static async Task MeasureAsync(int batch, int rounds, double seconds)
    {
        List<double> journal = [], bare = [];
        var perEvent = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            // In turns, so that what else the machine does hits both.
            foreach (var own in Random.Shared.Next(2) == 0 ? new[] { true, false } : [false, true])
            {
                var folder = Directory.CreateTempSubdirectory("bench");
                var path = Path.Combine(folder.FullName, "runs.db");
                if (own)
                {
                    (var rate, perEvent) = await JournalAsync(path, batch, seconds);
                    journal.Add(rate);
                }
                else
                {
                    bare.Add(Bare(path, batch, seconds));
                }
                folder.Delete(recursive: true);
            }
        }
        Console.WriteLine(
            $"append, batches of {batch}: journal {Statistics.Median(journal):N0} events/s, bare {Statistics.Median(bare):N0} rows/s, " +
            $"ratio {Statistics.Median(journal) / Statistics.Median(bare):F2}; {perEvent:F0} bytes in the file per event of {Bytes}");
    }

    private static async Task<(double Rate, double PerEvent)> JournalAsync(string path, int batch, double seconds)
    {
        var journal = new SqliteJournal($"Data Source={path}");
        await journal.OpenAsync();
        var events = new JournalEvent[batch];
        var (data, stored, watch) = (new byte[Bytes], 0L, Stopwatch.StartNew());
        for (var position = 1; watch.Elapsed.TotalSeconds < seconds; position += batch / Runs)
        {
            for (var i = 0; i < batch; i++)
            {
                var (run, at) = (new RunId(1, (ulong)(i % Runs)), position + i / Runs);
                events[i] = new(run, at, data) { Start = at == 1 ? new("Agent", DateTimeOffset.UnixEpoch, run) : null };
            }
            await journal.AppendAsync(events);
            stored += batch;
        }
        var rate = stored / watch.Elapsed.TotalSeconds;
        await journal.DisposeAsync();
        return (rate, (double)new FileInfo(path).Length / stored);
    }

    private static double Bare(string path, int batch, double seconds)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; " +
            "CREATE TABLE events(seq INTEGER PRIMARY KEY, data BLOB)";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO events(data) VALUES($data)";
        command.Parameters.AddWithValue("$data", new byte[Bytes]);
        command.Prepare();
        var (stored, watch) = (0L, Stopwatch.StartNew());
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            using var transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            for (var i = 0; i < batch; i++)
                command.ExecuteNonQuery();
            transaction.Commit();
            stored += batch;
        }
        return stored / watch.Elapsed.TotalSeconds;
    }

}

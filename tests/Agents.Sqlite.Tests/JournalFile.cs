using System.Globalization;
using Agents.Journals;
using Microsoft.Data.Sqlite;

namespace Agents.Sqlite.Tests;

/// <summary>A file for one test, and short ways to fill and read journals.</summary>
public sealed class JournalFile : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("journal");

    public string Path => System.IO.Path.Combine(folder.FullName, "runs.db");

    public string Connection => $"Data Source={Path}";

    public async Task<SqliteJournal> OpenAsync(SqliteJournalOptions? options = null, TimeProvider? time = null)
    {
        var journal = new SqliteJournal(Connection, options, time);
        await journal.OpenAsync();
        return journal;
    }

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection(Connection + ";Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public static RunId Id(int number) => new(7, (ulong)number);

    public static JournalEvent Event(int run, long position, int? root = null, bool end = false, int minute = 0, int size = 10)
    {
        var data = new byte[size];
        data.AsSpan().Fill((byte)(position + run));
        return new(Id(run), position, data)
        {
            Start = position == 1 ? new("Agent", Noon.AddMinutes(minute), Id(root ?? run)) : null,
            End = end ? new(RunStatus.Completed, Noon.AddMinutes(minute)) : null,
        };
    }

    public static async Task<string> ReadAsync(RunJournal journal, int run, long after = 0)
    {
        var positions = new List<string>();
        await foreach (var item in journal.ReadAsync(Id(run), after))
        {
            Assert.Equal(Event(run, item.Position, size: item.Data.Length).Data.ToArray(), item.Data.ToArray());
            positions.Add(item.Position.ToString(CultureInfo.InvariantCulture));
        }
        return string.Join(' ', positions);
    }

    public static async Task<string> Numbers(IAsyncEnumerable<JournalRun> runs)
    {
        var all = new List<string>();
        await foreach (var run in runs)
            all.Add(int.Parse(run.Id.ToString()[16..], NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
        return string.Join(' ', all);
    }

    public void Dispose() => folder.Delete(recursive: true);
}

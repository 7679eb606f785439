using Agents.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Benchmarks.Durable;

/// <summary>A folder with a database, and hosts that use it.</summary>
internal sealed class Place : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bench");

    public string Path => System.IO.Path.Combine(folder.FullName, "agents.db");

    public ServiceProvider CreateHost(Action<SqliteJournalOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Ticks>();
        services.AddAgents().UseSqlite($"Data Source={Path}", configure).AddAdder().AddTicker().AddAsker();
        return services.BuildServiceProvider();
    }

    /// <summary>How many events a run stores, and how many bytes they are.</summary>
    public async Task<(int Events, int Bytes)> GetSizeAsync(RunId run)
    {
        await using var journal = SqliteJournal.OpenReader($"Data Source={Path}");
        await journal.OpenAsync();
        var (events, bytes) = (0, 0);
        await foreach (var stored in journal.ReadAsync(run))
            (events, bytes) = (events + 1, bytes + stored.Data.Length);
        return (events, bytes);
    }

    public void Dispose() => folder.Delete(recursive: true);
}

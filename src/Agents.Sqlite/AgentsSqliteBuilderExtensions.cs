using Agents;
using Agents.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes runs durable in an SQLite file.</summary>
public static class AgentsSqliteBuilderExtensions
{
    /// <summary>
    /// Keeps runs in an SQLite file: they outlive the process, however it ends, and go on when the next one starts.
    /// </summary>
    /// <param name="agents">The agents.</param>
    /// <param name="connectionString">Names the file: <c>Data Source=agents.db</c>. It is made if it is not there.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    public static AgentsBuilder UseSqlite(
        this AgentsBuilder agents, string connectionString, Action<SqliteJournalOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var options = new SqliteJournalOptions();
        configure?.Invoke(options);
        return agents.UseJournal(services =>
            new SqliteJournal(connectionString, options, services.GetRequiredService<TimeProvider>()));
    }
}

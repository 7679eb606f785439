using Agents;
using Agents.Journals;
using Agents.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps runs in SQLite.</summary>
public static class AgentsSqliteBuilderExtensions
{
    /// <summary>
    /// Makes runs durable: they are kept in a SQLite file, outlive the host, and go on when the next one starts. A file has one host
    /// at a time.
    /// </summary>
    /// <param name="agents">The agents.</param>
    /// <param name="connectionString">Names the file, which is made if it is not there: <c>Data Source=agents.db</c>.</param>
    /// <param name="configure">Changes the options.</param>
    public static AgentsBuilder UseSqlite(
        this AgentsBuilder agents, string connectionString, Action<SqliteJournalOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        return agents.UseJournal(provider =>
        {
            var options = new SqliteJournalOptions();
            configure?.Invoke(options);
            return new SqliteJournal(connectionString, options, provider.GetService<TimeProvider>());
        });
    }
}

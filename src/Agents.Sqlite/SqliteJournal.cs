using Agents.Journals;
using Microsoft.Data.Sqlite;

namespace Agents.Sqlite;

/// <summary>
/// Keeps runs in an SQLite file, in write-ahead mode: what a batch holds of one run is one row of an append-only table. One host owns
/// the file; any number of readers, in other processes too, may look at it meanwhile.
/// </summary>
public sealed partial class SqliteJournal : RunJournal
{
    private readonly SqliteConnectionStringBuilder source;
    private readonly SqliteJournalOptions options;
    private readonly TimeProvider time;
    private readonly bool isReader;

    /// <summary>Makes a journal. Give it to one host, by <c>UseJournal</c> or simply <c>UseSqlite</c>.</summary>
    /// <param name="connectionString">Names the file: <c>Data Source=agents.db</c>.</param>
    /// <param name="options">How, or null for the defaults.</param>
    /// <param name="timeProvider">The clock that leases are measured by, or null for the system's.</param>
    /// <exception cref="ArgumentException">The connection string names no file.</exception>
    public SqliteJournal(string connectionString, SqliteJournalOptions? options = null, TimeProvider? timeProvider = null)
        : this(connectionString, options, timeProvider, isReader: false)
    {
    }

    private SqliteJournal(string connectionString, SqliteJournalOptions? options, TimeProvider? timeProvider, bool isReader)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        source = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        if (source.DataSource.Length == 0 || source.Mode is SqliteOpenMode.Memory || source.DataSource.StartsWith(':'))
        {
            throw new ArgumentException(
                "Runs are kept in a file, which this connection string does not name. Give it one: 'Data Source=agents.db'.",
                nameof(connectionString));
        }

        this.options = options ?? new SqliteJournalOptions();
        time = timeProvider ?? TimeProvider.System;
        this.isReader = isReader;
        Description = $"The SQLite file {source.DataSource}";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>
    /// Makes a journal that only reads: for tools that look at runs while a host owns the file, in this process or another. Nothing
    /// can be appended or removed by it.
    /// </summary>
    /// <param name="connectionString">Names the file.</param>
    public static SqliteJournal OpenReader(string connectionString) =>
        new(connectionString, null, null, isReader: true) { source = { Mode = SqliteOpenMode.ReadOnly } };

    /// <inheritdoc/>
    public override async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (isReader)
        {
            using var reader = OpenConnection();
            if (SqliteSchema.Check(reader, Description, SqliteSchema.Version) == 0)
                throw new JournalException($"{Description} holds no runs: it is empty.");
            return;
        }

        if (source.Mode is SqliteOpenMode.ReadOnly)
            throw new JournalException($"{Description} is opened read-only, but a host has to write. Take Mode=ReadOnly from the connection string.");
        await OpenWriterAsync(cancellationToken).ConfigureAwait(true);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        CloseWriter();
        CloseReaders();
        return default;
    }

    private SqliteConnection OpenConnection()
    {
        var connection = new SqliteConnection(source.ConnectionString);
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = {(long)options.BusyTimeout.TotalMilliseconds}");
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new JournalException($"{Description} cannot be opened: {exception.Message}", exception);
        }
    }
}

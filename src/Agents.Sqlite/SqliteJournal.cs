using Agents.Journals;
using Microsoft.Data.Sqlite;

namespace Agents.Sqlite;

/// <summary>
/// Keeps runs in a SQLite file. A batch is one transaction, with one row for each of its runs. Reading never keeps it waiting.
/// </summary>
public sealed partial class SqliteJournal : RunJournal
{
    private readonly SqliteConnectionStringBuilder connection;
    private readonly SqliteJournalOptions options;
    private readonly TimeProvider time;
    private readonly string[] steps;
    private readonly string path;
    private readonly bool reader;
    // Guards what writes: the runtime's batches, and the beat.
    private readonly Lock writing = new();
    private Database? writer;
    private Ownership? ownership;
    private ITimer? beat;
    private bool disposed;

    /// <summary>A journal in a file, for a host.</summary>
    /// <param name="connectionString">Names the file, which is made if it is not there: <c>Data Source=agents.db</c>.</param>
    /// <param name="options">The options; null for the default ones.</param>
    /// <param name="timeProvider">Measures leases; null for the system's.</param>
    public SqliteJournal(string connectionString, SqliteJournalOptions? options = null, TimeProvider? timeProvider = null)
        : this(connectionString, options, timeProvider, Schema.Steps, reader: false)
    {
    }

    internal SqliteJournal(
        string connectionString, SqliteJournalOptions? options, TimeProvider? timeProvider, string[] steps, bool reader)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        // A pool would keep files open, and locks, after the journal was closed.
        connection = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        this.options = options ?? new();
        this.options.Validate();
        time = timeProvider ?? TimeProvider.System;
        this.steps = steps;
        this.reader = reader;
        path = connection.DataSource;
    }

    /// <summary>
    /// Makes a journal that reads a file which a host may own, here or in another process. Its <see cref="OpenAsync"/> takes no
    /// ownership; it stores and removes nothing.
    /// </summary>
    /// <param name="connectionString">Names the file: <c>Data Source=agents.db</c>.</param>
    public static RunJournal OpenReader(string connectionString) =>
        new SqliteJournal(connectionString, null, null, Schema.Steps, reader: true);

    /// <inheritdoc/>
    public override string Description => path;

    /// <inheritdoc/>
    public override async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        if (path.Length == 0 || connection.Mode == SqliteOpenMode.Memory || path.Contains(":memory:", StringComparison.Ordinal)
            || path.Contains("mode=memory", StringComparison.Ordinal))
        {
            throw new JournalException(
                "A journal needs a file, and the connection string names a database in memory. Without UseSqlite, runs are kept in memory.");
        }
        if (!reader && connection.Mode == SqliteOpenMode.ReadOnly)
            throw new JournalException($"{path} is opened with Mode=ReadOnly, and a host writes. Leave Mode out, or use SqliteJournal.OpenReader.");
        try
        {
            if (reader)
                Read(database => Schema.Check(database, path, steps) ? 0 : throw new JournalException($"{path} has no journal yet."));
            else
                await OpenWriterAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SqliteException or UnauthorizedAccessException)
        {
            throw new JournalException($"{path} cannot be used as a journal: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (beat is not null)
            await beat.DisposeAsync().ConfigureAwait(false);
        lock (writing)
        {
            disposed = true;
            try
            {
                if (ownership is not null)
                    ownership.Release();
            }
            finally
            {
                ClosePool();
                writer?.Dispose();
                ownership?.Dispose();
                (writer, ownership) = (null, null);
            }
        }
    }

    private async ValueTask OpenWriterAsync(CancellationToken cancellationToken)
    {
        var database = new Database(connection.ConnectionString, options.BusyTimeout);
        var owner = new Ownership(database, path, options, time);
        try
        {
            Schema.Create(database, path, steps);
            var full = options.Synchronous == SqliteSynchronous.Full;
            database.Execute($"PRAGMA synchronous = {(full ? "FULL" : "NORMAL")}; PRAGMA wal_autocheckpoint = 4000");
            await owner.TakeAsync(cancellationToken).ConfigureAwait(false);
            Schema.Upgrade(database, steps);
        }
        catch
        {
            owner.Dispose();
            database.Dispose();
            throw;
        }
        (writer, ownership) = (database, owner);
        var interval = options.LeaseTime / 3;
        beat = time.CreateTimer(static journal => ((SqliteJournal)journal!).Beat(), this, interval, interval);
    }

    private void Beat()
    {
        lock (writing)
        {
            if (disposed)
                return;
            try
            {
                ownership!.Beat();
            }
            catch (Exception e) when (e is SqliteException or JournalException or UnauthorizedAccessException)
            {
                // The next one tries again; whoever stores something next is told what is wrong.
            }
        }
    }

    /// <summary>For tests: executes SQL as the writer.</summary>
    internal void OnWriter(string sql)
    {
        lock (writing)
            Writer.Execute(sql);
    }

    private Database Writer => !reader
        ? writer ?? throw new JournalException($"The journal {path} is not open.")
        : throw new JournalException($"{path} was opened by SqliteJournal.OpenReader, which stores and removes nothing.");
}

using Agents.Journals;
using Microsoft.Data.Sqlite;

namespace Agents.Sqlite;

/// <content>The one connection that writes.</content>
public sealed partial class SqliteJournal
{
    private readonly Lock writing = new();
    private readonly Dictionary<RunId, ActiveRun> active = [];
    private readonly Dictionary<RunId, Segment> segments = [];
    private SqliteConnection? writer;
    private SqliteOwnership? ownership;
    private Statements? statements;
    private ITimer? beat;

    /// <inheritdoc/>
    public override ValueTask AppendAsync(ReadOnlyMemory<JournalEvent> batch, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        InTransaction(() => Write(batch.Span, statements!));
        return default;
    }

    private async ValueTask OpenWriterAsync(CancellationToken cancellationToken)
    {
        writer = OpenConnection();
        try
        {
            writer.Execute("PRAGMA page_size = 8192");
            writer.Execute("PRAGMA journal_mode = WAL");
            writer.Execute($"PRAGMA synchronous = {(options.Synchronous is SqliteSynchronous.Full ? "FULL" : "NORMAL")}");
            writer.Execute($"PRAGMA wal_autocheckpoint = {options.CheckpointPages}");
            SqliteSchema.Migrate(writer, Description);
            ownership = new SqliteOwnership(Path.GetFullPath(source.DataSource), options, time);
            await ownership.TakeAsync(writer, cancellationToken).ConfigureAwait(true);
        }
        catch (Exception exception) when (exception is SqliteException or UnauthorizedAccessException)
        {
            CloseWriter();
            throw new JournalException($"{Description} cannot be written: {exception.Message}", exception);
        }
        catch
        {
            CloseWriter();
            throw;
        }

        statements = new Statements(writer);
        var period = options.LeaseTime / 4;
        beat = time.CreateTimer(static state => ((SqliteJournal)state!).Beat(), this, period, period);
    }

    private void CloseWriter()
    {
        beat?.Dispose();
        lock (writing)
        {
            statements?.Dispose();
            writer?.Dispose();
            writer = null;
            ownership?.Dispose();
        }
    }

    private void Beat()
    {
        lock (writing)
        {
            try
            {
                if (writer is not null)
                    ownership!.Beat(writer);
            }
            catch (SqliteException)
            {
                // The next one comes soon; that nothing can be stored the next commit tells.
            }
        }
    }

    private void InTransaction(Action write)
    {
        if (isReader)
            throw new JournalException($"{Description} is opened for reading only: a host has to own it to write.");
        lock (writing)
        {
            ObjectDisposedException.ThrowIf(writer is null, this);
            try
            {
                statements!.Begin.ExecuteNonQuery();
                ownership!.Check(statements.ReadEpoch, writer);
                write();
                statements.Commit.ExecuteNonQuery();
            }
            catch
            {
                // What is known of the runs may be of this transaction, and whether that is stored is not known.
                active.Clear();
                Rollback();
                throw;
            }
        }
    }

    private void Rollback()
    {
        try
        {
            statements!.Rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // There is none any more: some failures end the transaction by themselves.
        }
    }

    private void Write(ReadOnlySpan<JournalEvent> batch, Statements run)
    {
        segments.Clear();
        foreach (ref readonly var stored in batch)
        {
            if (!active.TryGetValue(stored.Run, out var known))
                known = Find(stored.Run, run);
            if (stored.Position <= known.Last)
                continue;
            active[stored.Run] = known;
            known.ThrowUnlessNext(stored);
            if (stored.Start is { } start)
            {
                known.No = (long)run.AddRun.With(
                    RunKey.Of(stored.Run), RunKey.Of(start.Root), start.Agent, start.StartedAt.UtcTicks).ExecuteScalar()!;
            }

            if (!segments.TryGetValue(stored.Run, out var segment))
                segments.Add(stored.Run, segment = new Segment(known.No, stored.Position));
            segment.Add(stored.Data.Span);
            known.Last = stored.Position;
            if (stored.End is not { } end)
                continue;
            known.HasEnded = true;
            run.EndRun.With(known.No, (int)end.Status, end.EndedAt.UtcTicks).ExecuteNonQuery();
        }

        foreach (var (id, segment) in segments)
        {
            var data = segment.ToArray();
            run.AddSegment.With(segment.Run, segment.First, segment.Count, (long)Segment.ChecksumOf(data), data).ExecuteNonQuery();
            if (active[id].HasEnded)
                active.Remove(id);
        }
    }

    private static ActiveRun Find(RunId id, Statements run)
    {
        using var reader = run.FindRun.With(RunKey.Of(id)).ExecuteReader();
        return reader.Read()
            ? new ActiveRun { No = reader.GetInt64(0), HasEnded = !reader.IsDBNull(1), Last = reader.GetInt64(2) }
            : new ActiveRun();
    }

    /// <summary>A run that is appended to.</summary>
    private sealed class ActiveRun
    {
        /// <summary>The number of its row.</summary>
        public long No { get; set; }

        /// <summary>The position of its last event.</summary>
        public long Last { get; set; }

        public bool HasEnded { get; set; }

        public void ThrowUnlessNext(in JournalEvent stored)
        {
            if (HasEnded)
                throw new ArgumentException($"Run {stored.Run} has ended; event {stored.Position} cannot follow.", nameof(stored));
            if (stored.Position != Last + 1)
                throw new ArgumentException($"Event {stored.Position} of run {stored.Run} does not follow event {Last}.", nameof(stored));
            if (stored.Position == 1 == stored.Start is null)
                throw new ArgumentException($"Event {stored.Position} of run {stored.Run}: the first, and it alone, has a start.", nameof(stored));
        }
    }

    /// <summary>The statements of the writer.</summary>
    private sealed class Statements(SqliteConnection connection) : IDisposable
    {
        public SqliteCommand Begin { get; } = connection.Prepare("BEGIN IMMEDIATE", 0);

        public SqliteCommand Commit { get; } = connection.Prepare("COMMIT", 0);

        public SqliteCommand Rollback { get; } = connection.Prepare("ROLLBACK", 0);

        public SqliteCommand ReadEpoch { get; } = connection.Prepare("SELECT epoch FROM owner", 0);

        public SqliteCommand AddRun { get; } =
            connection.Prepare("INSERT INTO runs(id, root, agent, started) VALUES ($1, $2, $3, $4) RETURNING no", 4);

        public SqliteCommand EndRun { get; } = connection.Prepare("UPDATE runs SET status = $2, ended = $3 WHERE no = $1", 3);

        public SqliteCommand AddSegment { get; } =
            connection.Prepare("INSERT INTO segments(run, first, count, crc, data) VALUES ($1, $2, $3, $4, $5)", 5);

        public SqliteCommand FindRun { get; } = connection.Prepare(
            """
            SELECT no, ended, coalesce((SELECT first + count - 1 FROM segments WHERE run = no ORDER BY first DESC LIMIT 1), 0)
            FROM runs WHERE id = $1
            """, 1);

        public void Dispose()
        {
            foreach (var command in (ReadOnlySpan<SqliteCommand>)[Begin, Commit, Rollback, ReadEpoch, AddRun, EndRun, AddSegment, FindRun])
                command.Dispose();
        }
    }
}

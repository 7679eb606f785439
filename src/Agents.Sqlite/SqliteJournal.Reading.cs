using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Agents.Journals;
using Microsoft.Data.Sqlite;

namespace Agents.Sqlite;

/// <content>Connections that read: they see what is committed, and keep nobody waiting.</content>
public sealed partial class SqliteJournal
{
    /// <summary>How many rows are read at once: between, nothing of the file is held.</summary>
    private const int Page = 64;

    private readonly ConcurrentBag<Reader> readers = [];
    private volatile bool isClosed;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<JournalEvent> ReadAsync(
        RunId run, long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var (no, last) = Read(reader => reader.FindNumber(run));
        var next = after + 1;
        while (next <= last)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = ReadPage(run, no, next);
            if (rows.Count == 0)
                throw new JournalCorruptException(run, next, "it is missing.");
            foreach (var row in rows)
            {
                if (row.First > next)
                    throw new JournalCorruptException(run, next, "it is missing.");
                foreach (var (position, data) in Unpack(run, row, next))
                    yield return new JournalEvent(run, position, data);
                next = row.First + row.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<JournalRun?> FindAsync(RunId run, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(reader => reader.Find(run)));
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<JournalRun> ListUnfinishedAsync(CancellationToken cancellationToken = default) => ListAsync(
        "WHERE root IN (SELECT root FROM runs WHERE ended IS NULL) AND no > $1 ORDER BY no", 0, [], cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<JournalRun> ListAsync(JournalQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var conditions = new List<string>();
        var values = new List<object?>();
        Add(query.Agent, "agent = {0}");
        Add(query.Status is { } status and not RunStatus.Running ? (int)status : null, "status = {0}");
        if (query.Status is RunStatus.Running)
            conditions.Add("ended IS NULL");
        Add(query.Root is { } root ? RunKey.Of(root) : null, "root = {0}");
        if (query.RootsOnly)
            conditions.Add("root = id");
        Add(query.StartedFrom?.UtcTicks, "started >= {0}");
        Add(query.StartedBefore?.UtcTicks, "started < {0}");
        return ListNewestAsync(conditions.Count == 0 ? "1" : string.Join(" AND ", conditions), [.. values], cancellationToken);

        void Add(object? value, string condition)
        {
            if (value is null)
                return;
            values.Add(value);
            // The last started first: two parameters say where a page goes on.
            conditions.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, condition, $"${values.Count + 2}"));
        }
    }

    private async IAsyncEnumerable<JournalRun> ListNewestAsync(
        string where, object?[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var (started, no) = (long.MaxValue, long.MaxValue);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = Read(reader => reader.List(
                $"WHERE {where} AND (started, no) < ($1, $2) ORDER BY started DESC, no DESC", [started, no, .. values]));
            foreach (var (number, run) in page)
            {
                (started, no) = (run.Start.StartedAt.UtcTicks, number);
                yield return run;
            }

            if (page.Count < Page)
                yield break;
        }
    }

    private async IAsyncEnumerable<JournalRun> ListAsync(
        string where, long after, object?[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = after;
            var page = Read(reader => reader.List(where, [from, .. values], 16 * Page));
            foreach (var (number, run) in page)
            {
                after = number;
                yield return run;
            }

            if (page.Count < 16 * Page)
                yield break;
        }
    }

    private List<SegmentRow> ReadPage(RunId run, long no, long position)
    {
        try
        {
            return Read(reader => reader.ReadSegments(no, position));
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is 11 or 26)
        {
            // SQLITE_CORRUPT and SQLITE_NOTADB: a page of the file is not what was written.
            throw new JournalCorruptException(run, position, exception.Message, exception);
        }
    }

    private static IEnumerable<(long Position, ReadOnlyMemory<byte> Data)> Unpack(RunId run, SegmentRow row, long from)
    {
        List<ReadOnlyMemory<byte>> events;
        try
        {
            events = Segment.Read(row.Data, row.Count, row.Checksum);
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new JournalCorruptException(run, Math.Max(row.First, from), exception.Message, exception);
        }

        for (var index = 0; index < events.Count; index++)
        {
            if (row.First + index >= from)
                yield return (row.First + index, events[index]);
        }
    }

    private T Read<T>(Func<Reader, T> read)
    {
        if (!readers.TryTake(out var reader))
            reader = new Reader(OpenConnection());
        try
        {
            return read(reader);
        }
        finally
        {
            if (isClosed)
                reader.Dispose();
            else
                readers.Add(reader);
        }
    }

    private void CloseReaders()
    {
        isClosed = true;
        while (readers.TryTake(out var reader))
            reader.Dispose();
    }

    private readonly record struct SegmentRow(long First, int Count, uint Checksum, byte[] Data);

    /// <summary>A connection with its statements.</summary>
    private sealed class Reader(SqliteConnection connection) : IDisposable
    {
        private const string Columns = "SELECT no, id, root, agent, started, status, ended FROM runs ";

        private readonly SqliteCommand find = connection.Prepare(Columns + "WHERE id = $1", 1);
        private readonly SqliteCommand findNumber = connection.Prepare(
            """
            SELECT no, coalesce((SELECT first + count - 1 FROM segments WHERE run = no ORDER BY first DESC LIMIT 1), 0)
            FROM runs WHERE id = $1
            """, 1);

        private readonly SqliteCommand readSegments = connection.Prepare(
            $"""
            SELECT first, count, crc, data FROM segments
            WHERE run = $1 AND first >= coalesce((SELECT max(first) FROM segments WHERE run = $1 AND first <= $2), 0)
            ORDER BY first LIMIT {Page}
            """, 2);

        public JournalRun? Find(RunId run)
        {
            using var rows = find.With(RunKey.Of(run)).ExecuteReader();
            return rows.Read() ? ToRun(rows) : null;
        }

        public (long No, long Last) FindNumber(RunId run)
        {
            using var rows = findNumber.With(RunKey.Of(run)).ExecuteReader();
            return rows.Read() ? (rows.GetInt64(0), rows.GetInt64(1)) : (0, 0);
        }

        public List<SegmentRow> ReadSegments(long no, long position)
        {
            var read = new List<SegmentRow>();
            using var rows = readSegments.With(no, position).ExecuteReader();
            while (rows.Read())
                read.Add(new SegmentRow(rows.GetInt64(0), rows.GetInt32(1), (uint)rows.GetInt64(2), rows.GetFieldValue<byte[]>(3)));
            return read;
        }

        public List<(long No, JournalRun Run)> List(string where, object?[] values, int limit = Page)
        {
            using var command = connection.Prepare($"{Columns}{where} LIMIT {limit}", values.Length);
            using var rows = command.With(values).ExecuteReader();
            var read = new List<(long, JournalRun)>();
            while (rows.Read())
                read.Add((rows.GetInt64(0), ToRun(rows)));
            return read;
        }

        public List<byte[]> FindFinished(long before, int keep, int limit)
        {
            using var command = connection.Prepare(
                $"""
                SELECT root FROM (
                  SELECT root, max(ended) AS finished, row_number() OVER (ORDER BY max(ended) DESC) AS place
                  FROM runs GROUP BY root HAVING count(*) = count(ended))
                WHERE finished < $1 OR place > $2 LIMIT {limit}
                """, 2);
            using var rows = command.With(before, keep).ExecuteReader();
            var read = new List<byte[]>();
            while (rows.Read())
                read.Add(rows.GetFieldValue<byte[]>(0));
            return read;
        }

        public void Dispose()
        {
            find.Dispose();
            findNumber.Dispose();
            readSegments.Dispose();
            connection.Dispose();
        }

        private static JournalRun ToRun(SqliteDataReader row) => new(
            RunKey.Read(row.GetFieldValue<byte[]>(1)),
            new JournalStart(row.GetString(3), RunKey.Time(row.GetInt64(4)), RunKey.Read(row.GetFieldValue<byte[]>(2))),
            row.IsDBNull(6) ? null : new JournalEnd((RunStatus)row.GetInt32(5), RunKey.Time(row.GetInt64(6))));
    }
}

using System.Runtime.CompilerServices;
using Agents.Journals;
using Microsoft.Data.Sqlite;

namespace Agents.Sqlite;

public sealed partial class SqliteJournal
{
    // How much is read at once. A connection is not kept while the caller deals with it: that would keep the log of SQLite growing.
    private const int PageRows = 64;
    private const int PageBytes = 1 << 20;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<JournalEvent> ReadAsync(
        RunId run, long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        if (Read(database => Extent(database, run)) is not (var no, var upTo))
            yield break;
        var next = Math.Max(after, 0) + 1;
        while (next <= upTo)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = ReadPage(run, no, next);
            // Removed meanwhile.
            if (page.Count == 0 && Read(database => Extent(database, run)) is null)
                yield break;
            if (page.Count == 0)
                throw new JournalCorruptException(run, next, $"it is missing, and the log goes to {upTo}.");
            foreach (var row in page)
            {
                if (row.First > next)
                    throw new JournalCorruptException(run, next, $"it is missing: the next that is there is {row.First}.");
                if (row.Crc != Segment.Crc(no, row.First, row.Count, row.Data))
                    throw new JournalCorruptException(run, next, $"the row of the table segments with run = {no} and first = {row.First} is damaged.");
                ReadOnlyMemory<byte> rest = row.Data;
                for (var position = row.First; position < row.First + row.Count && position <= upTo; position++)
                {
                    if (!Segment.TryTake(ref rest, out var data))
                        throw new JournalCorruptException(run, position, $"the row of the table segments with run = {no} and first = {row.First} is too short.");
                    if (position < next)
                        continue;
                    yield return new JournalEvent(run, position, data);
                    next = position + 1;
                }
                if (next > upTo)
                    yield break;
            }
        }
    }

    private List<Row> ReadPage(RunId run, long no, long next) => Read(database =>
    {
        var rows = new List<Row>();
        var statement = database["""
            SELECT first, count, crc, data FROM segments WHERE run = ?1
                AND first >= ifnull((SELECT first FROM segments WHERE run = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1), 0)
                AND first + count > ?2 AND EXISTS(SELECT 1 FROM runs WHERE no = ?1 AND id = ?3)
            ORDER BY first
            """].Bind(1, no).Bind(2, next).Bind(3, run);
        try
        {
            for (var bytes = 0; rows.Count < PageRows && bytes < PageBytes && statement.Step(); bytes += rows[^1].Data.Length)
            {
                rows.Add(new(statement.Number(0), statement.Number(1), statement.Number(2), statement.Blob(3).ToArray()));
            }
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_CORRUPT)
        {
            // What was read before it is given first; the next page then begins with it.
            if (rows.Count == 0)
                throw new JournalCorruptException(run, next, e.Message, e);
        }
        finally
        {
            statement.Reset();
        }
        return rows;
    });

    /// <summary>A run's number and the last position of its log: of one that has ended what was noted then.</summary>
    private static (long No, long Last)? Extent(Database database, RunId run)
    {
        var row = database["""
            SELECT no, ifnull(last,
                ifnull((SELECT first + count - 1 FROM segments WHERE run = no ORDER BY first DESC LIMIT 1), 0))
            FROM runs WHERE id = ?1
            """].Bind(1, run);
        try
        {
            return row.Step() ? (row.Number(0), row.Number(1)) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    private readonly record struct Row(long First, long Count, long Crc, byte[] Data);
}

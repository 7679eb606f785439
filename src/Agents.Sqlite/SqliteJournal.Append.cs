using System.Buffers;
using System.Runtime.InteropServices;
using Agents.Journals;

namespace Agents.Sqlite;

public sealed partial class SqliteJournal
{
    // What is known of runs that have not ended. Forgotten when a batch fails: then the file alone knows.
    private readonly Dictionary<RunId, StoredRun> known = [];
    private readonly Dictionary<RunId, List<int>> groups = [];
    private readonly Stack<List<int>> lists = [];
    private readonly ArrayBufferWriter<byte> segment = new();

    /// <inheritdoc/>
    public override ValueTask AppendAsync(ReadOnlyMemory<JournalEvent> batch, CancellationToken cancellationToken = default)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (writing)
                Append(Writer, batch.Span);
            return ValueTask.CompletedTask;
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    private void Append(Database database, ReadOnlySpan<JournalEvent> batch)
    {
        Group(batch);
        database["BEGIN IMMEDIATE"].Run();
        try
        {
            ownership!.Check();
            foreach (var (run, events) in groups)
                Append(database, run, events, batch);
            database["COMMIT"].Run();
        }
        catch
        {
            known.Clear();
            database.RollBack();
            throw;
        }
        foreach (var run in groups.Keys)
        {
            if (known.TryGetValue(run, out var stored) && stored.Ended)
                known.Remove(run);
        }
    }

    private void Group(ReadOnlySpan<JournalEvent> batch)
    {
        foreach (var list in groups.Values)
        {
            list.Clear();
            lists.Push(list);
        }
        groups.Clear();
        for (var i = 0; i < batch.Length; i++)
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, batch[i].Run, out _);
            list ??= lists.TryPop(out var free) ? free : [];
            list.Add(i);
        }
    }

    private void Append(Database database, RunId run, List<int> events, ReadOnlySpan<JournalEvent> batch)
    {
        if (!known.TryGetValue(run, out var stored) && (stored = Load(database, run)) is not null)
            known.Add(run, stored);
        segment.ResetWrittenCount();
        var last = stored?.Last ?? 0;
        var (first, previous) = (last + 1, 0L);
        JournalEnd? end = null;
        foreach (var index in events)
        {
            ref readonly var item = ref batch[index];
            if (previous != 0 && item.Position != previous + 1)
                throw Misplaced(run, item.Position, $"it follows {previous} in the batch");
            previous = item.Position;
            if (item.Position > 0 && item.Position < first)
                continue;
            if (item.Position != last + 1)
                throw Misplaced(run, item.Position, last == 0 ? "the run never started" : $"{last} is the last stored");
            if (end is not null || stored is { Ended: true })
                throw Misplaced(run, item.Position, "the run has ended");
            if ((item.Position == 1) != (item.Start is not null))
                throw Misplaced(run, item.Position, "the first event of a run, and no other, has a start");
            if (item.Start is { } start)
                known.Add(run, stored = Start(database, run, start));
            Segment.Add(segment, item.Data.Span);
            last = item.Position;
            end = item.End;
        }
        if (last < first)
            return;
        var data = segment.WrittenSpan;
        var count = last - first + 1;
        database["INSERT INTO segments(run, first, count, crc, data) VALUES(?1, ?2, ?3, ?4, ?5)"]
            .Bind(1, stored!.No).Bind(2, first).Bind(3, count).Bind(4, Segment.Crc(stored.No, first, count, data)).Bind(5, data).Run();
        stored.Last = last;
        if (end is not null)
            End(database, run, stored, end);
    }

    private static StoredRun Start(Database database, RunId run, JournalStart start)
    {
        RunId? root = start.Root == run ? null : start.Root;
        // A run of its own counts what is open of its tree; a child that was stored before it is counted with it.
        if (root is null)
        {
            database["""
                INSERT INTO runs(id, agent, started, open)
                VALUES(?1, ?2, ?3, 1 + (SELECT count(*) FROM runs WHERE root = ?1 AND ended IS NULL))
                """].Bind(1, run).Bind(2, start.Agent).Bind(3, start.StartedAt.UtcTicks).Run();
            return new(database.LastRow, root);
        }

        database["INSERT INTO runs(id, root, agent, started) VALUES(?1, ?2, ?3, ?4)"]
            .Bind(1, run).Bind(2, root).Bind(3, start.Agent).Bind(4, start.StartedAt.UtcTicks).Run();
        var stored = new StoredRun(database.LastRow, root);
        database["UPDATE runs SET open = open + 1, finished = NULL WHERE id = ?1 AND root IS NULL"].Bind(1, root).Run();
        return stored;
    }

    private static void End(Database database, RunId run, StoredRun stored, JournalEnd end)
    {
        stored.Ended = true;
        var ended = end.EndedAt.UtcTicks;
        if (stored.Root is null)
        {
            database["""
                UPDATE runs SET status = ?2, ended = ?3, last = ?4, open = open - 1, finished = CASE WHEN open = 1
                    THEN max(?3, ifnull((SELECT max(c.ended) FROM runs c WHERE c.root = ?5), 0)) END
                WHERE no = ?1
                """].Bind(1, stored.No).Bind(2, (int)end.Status).Bind(3, ended).Bind(4, stored.Last).Bind(5, run).Run();
            return;
        }

        database["UPDATE runs SET status = ?2, ended = ?3, last = ?4 WHERE no = ?1"]
            .Bind(1, stored.No).Bind(2, (int)end.Status).Bind(3, ended).Bind(4, stored.Last).Run();
        database["""
            UPDATE runs SET open = open - 1, finished = CASE WHEN open = 1
                THEN max(?2, ifnull(ended, 0), ifnull((SELECT max(c.ended) FROM runs c WHERE c.root = ?1), 0)) END
            WHERE id = ?1 AND root IS NULL
            """].Bind(1, stored.Root).Bind(2, ended).Run();
    }

    private static StoredRun? Load(Database database, RunId run)
    {
        var row = database["""
            SELECT no, root, ended IS NOT NULL,
                ifnull((SELECT first + count - 1 FROM segments WHERE run = no ORDER BY first DESC LIMIT 1), 0)
            FROM runs WHERE id = ?1
            """].Bind(1, run);
        try
        {
            return row.Step()
                ? new(row.Number(0), row.IsNull(1) ? null : row.Run(1)) { Ended = row.Number(2) != 0, Last = row.Number(3) }
                : null;
        }
        finally
        {
            row.Reset();
        }
    }

    private static ArgumentException Misplaced(RunId run, long position, string why) =>
        new($"Position {position} of run {run} cannot be stored: {why}.");

    private sealed class StoredRun(long no, RunId? root)
    {
        public long No { get; } = no;

        public RunId? Root { get; } = root;

        public long Last { get; set; }

        public bool Ended { get; set; }
    }
}

using System.Runtime.CompilerServices;
using Agents.Journals;

namespace Agents.Sqlite;

public sealed partial class SqliteJournal
{
    private const string Columns = "SELECT no, id, root, agent, started, status, ended FROM runs ";
    private const int ListPage = 256;

    /// <inheritdoc/>
    public override ValueTask<JournalRun?> FindAsync(RunId run, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(database => Runs(database[Columns + "WHERE id = ?1"].Bind(1, run), 1).FirstOrDefault().Run));
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<JournalRun> ListUnfinishedAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        // Rows are numbered as runs start, whatever the clock did meanwhile.
        var all = Read(database => Runs(database[$"""
            WITH trees(tree) AS (SELECT DISTINCT ifnull(root, id) FROM runs WHERE ended IS NULL)
            {Columns} WHERE id IN trees OR root IN trees ORDER BY no
            """], int.MaxValue));
        foreach (var (_, run) in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return run;
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<JournalRun> ListAsync(
        JournalQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await ValueTask.CompletedTask.ConfigureAwait(false);
        var sql = Sql(query);
        var no = long.MaxValue;
        List<(long No, JournalRun Run)> page;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = Read(database => Runs(Bound(database[sql], query, no), ListPage));
            foreach (var (_, run) in page)
                yield return run;
            if (page.Count > 0)
                no = page[^1].No;
        }
        while (page.Count == ListPage);
    }

    private static string Sql(JournalQuery query)
    {
        var sql = Columns + "WHERE no < ?1";
        if (query.Agent is not null)
            sql += " AND agent = ?2";
        if (query.Status is { } status)
            sql += status == RunStatus.Running ? " AND ended IS NULL" : " AND ended IS NOT NULL AND status = ?3";
        if (query.Root is not null)
            sql += " AND (id = ?4 OR root = ?4)";
        if (query.RootsOnly)
            sql += " AND root IS NULL";
        if (query.StartedFrom is not null)
            sql += " AND started >= ?5";
        if (query.StartedBefore is not null)
            sql += " AND started < ?6";
        return sql + " ORDER BY no DESC";
    }

    private static Statement Bound(Statement statement, JournalQuery query, long no)
    {
        statement.Bind(1, no);
        if (query.Agent is { } agent)
            statement.Bind(2, agent);
        if (query.Status is { } status and not RunStatus.Running)
            statement.Bind(3, (int)status);
        if (query.Root is { } root)
            statement.Bind(4, root);
        if (query.StartedFrom is { } from)
            statement.Bind(5, from.UtcTicks);
        if (query.StartedBefore is { } before)
            statement.Bind(6, before.UtcTicks);
        return statement;
    }

    private static List<(long No, JournalRun Run)> Runs(Statement row, int limit)
    {
        var runs = new List<(long, JournalRun)>();
        try
        {
            while (runs.Count < limit && row.Step())
            {
                var id = row.Run(1);
                var start = new JournalStart(row.Text(3), Utc(row.Number(4)), row.IsNull(2) ? id : row.Run(2));
                var end = row.IsNull(6) ? null : new JournalEnd((RunStatus)row.Number(5), Utc(row.Number(6)));
                runs.Add((row.Number(0), new(id, start, end)));
            }
        }
        finally
        {
            row.Reset();
        }
        return runs;
    }

    private static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);
}

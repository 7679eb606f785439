namespace Agents.Sqlite;

public sealed partial class SqliteJournal
{
    private const int PruneTrees = 100;

    /// <inheritdoc/>
    public override ValueTask<int> PruneAsync(DateTimeOffset finishedBefore, int keep, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (writing)
                return new(Prune(Writer, finishedBefore.UtcTicks, keep));
        }
        catch (Exception e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    private int Prune(Database database, long before, int keep) => database.Write(() =>
    {
        ownership!.Check();
        var surplus = keep == int.MaxValue
            ? 0
            : database.Number("SELECT count(*) FROM runs WHERE finished IS NOT NULL") - keep;
        var trees = new List<RunId>();
        var rows = database["SELECT id, finished FROM runs WHERE finished IS NOT NULL ORDER BY finished, no LIMIT ?1"].Bind(1, PruneTrees);
        while (rows.Step())
        {
            if (trees.Count < surplus || rows.Number(1) < before)
                trees.Add(rows.Run(0));
        }
        foreach (var tree in trees)
        {
            database["DELETE FROM segments WHERE run IN (SELECT no FROM runs WHERE id = ?1 OR root = ?1)"].Bind(1, tree).Run();
            database["DELETE FROM runs WHERE id = ?1 OR root = ?1"].Bind(1, tree).Run();
        }
        return trees.Count;
    });
}

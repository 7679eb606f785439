namespace Agents.Sqlite;

/// <content>Removing what is kept no longer.</content>
public sealed partial class SqliteJournal
{
    /// <summary>How many trees are removed by one call: commits wait meanwhile.</summary>
    private const int PrunedAtOnce = 100;

    /// <inheritdoc/>
    public override ValueTask<int> PruneAsync(DateTimeOffset finishedBefore, int keep, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Found while others write: trees that have finished stay so.
        var roots = isReader ? [] : Read(reader => reader.FindFinished(finishedBefore.UtcTicks, keep, PrunedAtOnce));
        if (roots.Count > 0 || isReader)
            InTransaction(() => Remove(roots));
        else
            InTransaction(static () => { });
        return new(roots.Count);
    }

    private void Remove(List<byte[]> roots)
    {
        using var segmentsOf = writer!.Prepare("DELETE FROM segments WHERE run IN (SELECT no FROM runs WHERE root = $1)", 1);
        using var runsOf = writer!.Prepare("DELETE FROM runs WHERE root = $1", 1);
        foreach (var root in roots)
        {
            segmentsOf.With(root).ExecuteNonQuery();
            runsOf.With(root).ExecuteNonQuery();
        }
    }
}

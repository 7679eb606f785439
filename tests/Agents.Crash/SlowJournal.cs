using Agents.Journals;

namespace Agents.Crash;

/// <summary>Takes its time before and after it stores, so that a kill often comes between a commit and what precedes or follows it.</summary>
internal sealed class SlowJournal(RunJournal inner, int seed) : RunJournal
{
    private readonly Random random = new(seed);

    public override string Description => inner.Description;

    public override ValueTask OpenAsync(CancellationToken cancellationToken = default) => inner.OpenAsync(cancellationToken);

    public override async ValueTask AppendAsync(ReadOnlyMemory<JournalEvent> batch, CancellationToken cancellationToken = default)
    {
        await Task.Delay(random.Next(6), cancellationToken);
        await inner.AppendAsync(batch, cancellationToken);
        await Task.Delay(random.Next(6), cancellationToken);
    }

    public override IAsyncEnumerable<JournalEvent> ReadAsync(RunId run, long after = 0, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(run, after, cancellationToken);

    public override ValueTask<JournalRun?> FindAsync(RunId run, CancellationToken cancellationToken = default) => inner.FindAsync(run, cancellationToken);

    public override IAsyncEnumerable<JournalRun> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
        inner.ListUnfinishedAsync(cancellationToken);

    public override IAsyncEnumerable<JournalRun> ListAsync(JournalQuery query, CancellationToken cancellationToken = default) =>
        inner.ListAsync(query, cancellationToken);

    public override ValueTask<int> PruneAsync(DateTimeOffset finishedBefore, int keep, CancellationToken cancellationToken = default) =>
        inner.PruneAsync(finishedBefore, keep, cancellationToken);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();
}

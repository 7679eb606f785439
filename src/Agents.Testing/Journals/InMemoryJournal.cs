using System.Runtime.CompilerServices;
using Agents.Journals;

namespace Agents.Testing;

/// <summary>
/// A journal in memory, for tests of what becomes of runs when a process ends. Opening takes the ownership of the store from whoever
/// has it, as if that had hung: nothing more is stored for it.
/// </summary>
/// <param name="store">What it stores in.</param>
public sealed class InMemoryJournal(InMemoryStore store) : RunJournal
{
    private int epoch;

    /// <inheritdoc/>
    public override string Description => "The store in memory";

    /// <inheritdoc/>
    public override ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        epoch = store.Open();
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask AppendAsync(ReadOnlyMemory<JournalEvent> batch, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return store.AppendAsync(epoch, batch);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<JournalEvent> ReadAsync(
        RunId run, long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var (events, corrupt) = store.Read(run);
        foreach (var stored in events.Where(stored => stored.Position > after))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (corrupt.Contains(stored.Position))
                throw new JournalCorruptException(run, stored.Position, "a test has made it unreadable.");
            yield return stored;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<JournalRun?> FindAsync(RunId run, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(store.Find(run));
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<JournalRun> ListUnfinishedAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var runs = store.List();
        var unfinished = runs.Where(static run => run.End is null).Select(static run => run.Start.Root).ToHashSet();
        foreach (var run in runs.Where(run => unfinished.Contains(run.Start.Root)))
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
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var run in store.List().Reverse().OrderByDescending(static run => run.Start.StartedAt).Where(run => Matches(run, query)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return run;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> PruneAsync(DateTimeOffset finishedBefore, int keep, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(store.Prune(epoch, finishedBefore, keep));
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => default;

    private static bool Matches(JournalRun run, JournalQuery query) =>
        (query.Agent is null || query.Agent == run.Start.Agent) &&
        (query.Status is null || query.Status == run.Status) &&
        (query.Root is null || query.Root == run.Start.Root) &&
        (!query.RootsOnly || run.Start.Root == run.Id) &&
        (query.StartedFrom is not { } from || run.Start.StartedAt >= from) &&
        (query.StartedBefore is not { } before || run.Start.StartedAt < before);
}

using System.Collections.Concurrent;
using Agents.Journals;

namespace Agents.Runtime;

/// <summary>
/// The runs that are in the journal of a host: those that have not ended come back at its start, finished ones when somebody asks
/// for them. A tree of runs comes back as a whole.
/// </summary>
internal sealed partial class StoredRuns(AgentHost host, StoredRecorder recorder) : IDisposable
{
    private readonly ConcurrentDictionary<RunId, string> unreadable = new();
    /// <summary>The trees, by the run that each begins with, of which a run cannot be read: which.</summary>
    private readonly ConcurrentDictionary<RunId, RunId> broken = new();

    private readonly SemaphoreSlim loading = new(1);

    /// <summary>What stores them.</summary>
    public StoredRecorder Recorder { get; } = recorder;

    public RunJournal Journal => Recorder.Journal;

    /// <summary>The runs that cannot come back in this build, and why.</summary>
    public IReadOnlyDictionary<RunId, string> Unreadable => unreadable;

    /// <summary>Lets all runs go on that have not ended.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var loaded = await ReadAllAsync(cancellationToken).ConfigureAwait(host.Executor.HasContext);
        foreach (var run in loaded)
            Continue(run);
        host.Telemetry.RunsRecovered(Journal.Description, loaded.Count(static run => !run.HasEnded), unreadable.Count);
    }

    /// <summary>Reads all runs that have not ended, with their trees; none of them goes on yet.</summary>
    public async Task<List<Run>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var hasContext = host.Executor.HasContext;
        var loaded = new List<Run>();
        await foreach (var stored in Journal.ListUnfinishedAsync(cancellationToken).ConfigureAwait(hasContext))
        {
            if (await LoadAsync(stored, cancellationToken).ConfigureAwait(hasContext) is { } run)
                loaded.Add(run);
        }

        await ConcludeAsync(loaded, cancellationToken).ConfigureAwait(hasContext);
        return loaded;
    }

    /// <summary>Finds a run, in memory or in the journal; null if there is none. Completes when it is shown.</summary>
    /// <exception cref="JournalException">It is in the journal and cannot be read.</exception>
    public async ValueTask<Run?> FindAsync(RunId id, CancellationToken cancellationToken)
    {
        var run = host.Runs.Find(id) ?? await FindStoredAsync(id, cancellationToken).ConfigureAwait(host.Executor.HasContext);
        if (run is not null)
            await run.WhenShown().WaitAsync(cancellationToken).ConfigureAwait(host.Executor.HasContext);
        return run;
    }

    private async Task<Run?> FindStoredAsync(RunId id, CancellationToken cancellationToken)
    {
        var hasContext = host.Executor.HasContext;
        if (await Journal.FindAsync(id, cancellationToken).ConfigureAwait(hasContext) is not { } stored)
            return null;
        ThrowIfUnreadable(id);
        await loading.WaitAsync(cancellationToken).ConfigureAwait(hasContext);
        try
        {
            // Another may have brought it back meanwhile.
            if (host.Runs.Find(id) is { } found)
                return found;
            await LoadTreeAsync(stored.Start.Root, cancellationToken).ConfigureAwait(hasContext);
        }
        finally
        {
            loading.Release();
        }

        ThrowIfUnreadable(id);
        return host.Runs.Find(id);
    }

    /// <summary>Brings a finished tree back.</summary>
    private async Task LoadTreeAsync(RunId root, CancellationToken cancellationToken)
    {
        var hasContext = host.Executor.HasContext;
        var tree = new List<JournalRun>();
        await foreach (var stored in Journal.ListAsync(new JournalQuery { Root = root }, cancellationToken).ConfigureAwait(hasContext))
            tree.Add(stored);
        tree.Reverse();
        var loaded = new List<Run>();
        foreach (var stored in tree)
        {
            if (host.Runs.Find(stored.Id) is null && await LoadAsync(stored, cancellationToken).ConfigureAwait(hasContext) is { } run)
                loaded.Add(run);
        }

        await ConcludeAsync(loaded, cancellationToken).ConfigureAwait(hasContext);
    }

    /// <summary>What can only be done when all runs are back.</summary>
    private async Task ConcludeAsync(List<Run> loaded, CancellationToken cancellationToken)
    {
        loaded.RemoveAll(run => broken.ContainsKey(run.Root.Id) && Drop(run));
        foreach (var run in loaded)
        {
            if (run.Origin is { } origin)
            {
                host.Runs.Find(origin.Run)?.AddFork(run.Id);
                await LinkOthersChildrenAsync(run, cancellationToken).ConfigureAwait(host.Executor.HasContext);
            }

            if (run.Parent is null)
                host.Runs.Release(run);
        }
    }

    /// <summary>A fork finds again what the run that it was forked from has started.</summary>
    private async Task LinkOthersChildrenAsync(Run fork, CancellationToken cancellationToken)
    {
        foreach (var child in fork.GetUnlinkedChildren())
        {
            if (await Journal.FindAsync(child.Id, cancellationToken).ConfigureAwait(host.Executor.HasContext) is not { } stored)
                continue;
            if (host.Runs.Find(child.Id) is null)
                await LoadTreeAsync(stored.Start.Root, cancellationToken).ConfigureAwait(host.Executor.HasContext);
            child.Run = host.Runs.Find(child.Id);
        }
    }

    /// <summary>A run of whose tree another cannot be read does not go on: it would do again what that has done.</summary>
    private bool Drop(Run run)
    {
        host.Runs.Drop(run);
        unreadable[run.Id] = $"Run {broken[run.Root.Id]}, which belongs to the same tree, cannot be read.";
        return true;
    }

    private void ThrowIfUnreadable(RunId id)
    {
        if (unreadable.TryGetValue(id, out var reason))
            throw new JournalException($"Run {id} is in {Journal.Description}, but cannot be read: {reason}");
    }
}

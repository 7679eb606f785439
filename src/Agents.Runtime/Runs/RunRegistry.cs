using System.Diagnostics.CodeAnalysis;
using Agents.Journals;

namespace Agents.Runtime;

/// <summary>
/// The runs of a host: all that are pending, and of the finished ones the newest. Children are kept with the run that their
/// tree begins with: it counts as finished when they are, too.
/// </summary>
internal sealed class RunRegistry(AgentHost host) : IDisposable
{
    private readonly RunTable runs = new();
    private readonly Lock sync = new();

    /// <summary>
    /// The finished trees, the oldest first. No more than their ids: a run that is removed after thousands of others is not in any cache,
    /// and better not looked at.
    /// </summary>
    private readonly Queue<RunId> finished = new();

    /// <summary>Of the finished trees that are more than one run: their roots, to remove all of them, and the times of their ends.</summary>
    private readonly Dictionary<RunId, (Run Root, long Ticks)> families = [];
    private ITimer? timer;
    private bool disposed;

    public IEnumerable<Run> All => runs.All;

    public IEnumerable<Run> Pending => runs.All.Where(static run => !run.HasEnded);

    public bool TryAdd(Run run, [NotNullWhen(false)] out Run? other) => runs.TryAdd(run, out other);

    /// <summary>Adds a run whose id, by chance or as that of a child, is nobody else's.</summary>
    public void AddNew(Run run)
    {
        if (!TryAdd(run, out var other))
            throw new InvalidOperationException($"Run {other.Id} of agent '{other.Agent.Name}' has the id that a new run is to have.");
    }

    public Run? Find(RunId id) => runs.Find(id);

    /// <summary>The runs of an agent, newest first.</summary>
    public IEnumerable<Run> Of(AgentInfo agent) =>
        runs.All.Where(run => run.Agent == agent && run.IsShown).OrderByDescending(static run => run.StartedTicks).ThenByDescending(static run => run.Id);

    /// <summary>Counts a run, if it was the last of its tree, among the finished ones. Called under the run's lock.</summary>
    public void OnEnded(Run run)
    {
        if (run.IsAlone || run.Root.CountEndInTree())
            AddFinished(run.Root, run.State.Ticks);
    }

    /// <summary>Adds a run that has come back from the journal.</summary>
    public void AddStored(Run run)
    {
        if (!runs.TryAdd(run, out _))
            throw new JournalCorruptException(run.Id, 1, "the journal lists the run twice.");
    }

    /// <summary>Removes a run that has come back, and cannot go on.</summary>
    public void Drop(Run run) => runs.Remove(run.Id);

    /// <summary>All of a tree has come back: it may count as finished.</summary>
    public void Release(Run root)
    {
        if (root.CountEndInTree())
            AddFinished(root, root.State.Ticks);
    }

    private void AddFinished(Run root, long ticks)
    {
        lock (sync)
        {
            finished.Enqueue(root.Id);
            if (root.HasChildren)
                families[root.Id] = (root, ticks);
            while (finished.Count > Math.Max(host.Options.Retention.MaxFinishedRuns, 0))
                RemoveOldest();
            if (finished.Count > 0 && timer is null && !disposed)
            {
                var period = TimeSpan.FromTicks(Math.Clamp(
                    host.Options.Retention.MaxAge.Ticks / 4, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute));
                timer = DueTimer.CreateWithoutContext(
                    host.TimeProvider, static state => ((RunRegistry)state!).RemoveOld(), this, period, period);
            }
        }
    }

    public void Dispose()
    {
        lock (sync)
        {
            disposed = true;
            timer?.Dispose();
            timer = null;
        }
    }

    /// <summary>Removes a finished tree. Its locks may be taken under another's: who holds them waits for no other.</summary>
    private void RemoveOldest()
    {
        var root = finished.Dequeue();
        runs.Remove(root);
        if (families.Count == 0 || !families.Remove(root, out var family))
            return;
        foreach (var child in family.Root.GetChildren())
            RemoveTree(child);
    }

    private void RemoveTree(Run run)
    {
        runs.Remove(run.Id);
        foreach (var child in run.GetChildren())
            RemoveTree(child);
    }

    private void RemoveOld()
    {
        var oldest = host.Clock.GetTicks() - host.Options.Retention.MaxAge.Ticks;
        lock (sync)
        {
            while (finished.TryPeek(out var ended) && TicksOf(ended) <= oldest)
                RemoveOldest();
            if (finished.Count == 0)
            {
                timer?.Dispose();
                timer = null;
            }
        }
    }

    /// <summary>When a finished tree ended.</summary>
    private long TicksOf(RunId root) =>
        families.TryGetValue(root, out var family) ? family.Ticks : runs.Find(root)?.State.Ticks ?? 0;
}

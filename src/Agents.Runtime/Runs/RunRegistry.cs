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
    private readonly FinishedRuns finished = new();
    private readonly Lock timerSync = new();
    private ITimer? timer;
    private bool disposed;

    public IEnumerable<Run> All => runs.All;

    public IEnumerable<Run> Pending => runs.All.Where(static run => !run.HasEnded);

    public bool TryAdd(Run run, [NotNullWhen(false)] out Run? other) => runs.TryAdd(run, out other);

    /// <summary>Adds a run whose id, by chance or as that of a child, is nobody else's.</summary>
    public void AddNew(Run run)
    {
        if (!TryAdd(run, out var other))
        {
            throw new InvalidOperationException(
                $"Run {other.Id} of agent '{other.Agent.Name}' has the id that a new run of agent '{run.Agent.Name}'" +
                $"{(run.Parent is { } parent ? $", a child of run {parent.Run.Id}," : "")} is to have.");
        }
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
    public void Drop(Run run) => runs.Remove(run);

    /// <summary>All of a tree has come back: it may count as finished.</summary>
    public void Release(Run root)
    {
        if (root.CountEndInTree())
            AddFinished(root, root.State.Ticks);
    }

    public void Dispose()
    {
        lock (timerSync)
        {
            disposed = true;
            timer?.Dispose();
            timer = null;
        }
    }

    private void AddFinished(Run root, long ticks)
    {
        var tree = new FinishedRuns.Tree(root, ticks, root.Id.GetHashCode(), root.HasChildren);
        if (finished.Add(tree, host.Options.Retention.MaxFinishedRuns, out var oldest, out var isOnly))
            Remove(oldest);
        if (isOnly)
            SetTimer();
    }

    /// <summary>Removes a finished tree. Its locks may be taken under another's: who holds them waits for no other.</summary>
    private void Remove(in FinishedRuns.Tree tree)
    {
        runs.Remove(tree.Root, tree.Hash);
        if (tree.HasChildren)
            RemoveChildren(tree.Root);
    }

    private void RemoveChildren(Run run)
    {
        foreach (var child in run.GetChildren())
        {
            runs.Remove(child);
            RemoveChildren(child);
        }
    }

    private void RemoveOld()
    {
        var old = host.Clock.GetTicks() - host.Options.Retention.MaxAge.Ticks;
        while (finished.TryTake(old, out var oldest))
            Remove(oldest);
        SetTimer();
    }

    /// <summary>There is a timer as long as there is something to remove.</summary>
    private void SetTimer()
    {
        lock (timerSync)
        {
            if (finished.IsEmpty)
            {
                timer?.Dispose();
                timer = null;
            }
            else if (timer is null && !disposed)
            {
                var period = TimeSpan.FromTicks(Math.Clamp(
                    host.Options.Retention.MaxAge.Ticks / 4, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute));
                timer = DueTimer.CreateWithoutContext(
                    host.TimeProvider, static state => ((RunRegistry)state!).RemoveOld(), this, period, period);
            }
        }
    }
}

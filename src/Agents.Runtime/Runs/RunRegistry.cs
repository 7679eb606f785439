using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Agents.Runtime;

/// <summary>The runs of a host: all that are pending, and of the finished ones the newest.</summary>
internal sealed class RunRegistry(AgentHost host) : IDisposable
{
    private readonly ConcurrentDictionary<RunId, Run> runs = new();
    private readonly Lock sync = new();
    private readonly Queue<Run> finished = new();
    private ITimer? timer;
    private bool disposed;

    public IEnumerable<Run> All => runs.Values;

    public IEnumerable<Run> Pending => runs.Values.Where(static run => run.End is null);

    public bool TryAdd(Run run, [NotNullWhen(false)] out Run? other)
    {
        other = null;
        while (!runs.TryAdd(run.Id, run))
        {
            if (runs.TryGetValue(run.Id, out other))
                return false;
        }

        return true;
    }

    public Run? Find(RunId id) => runs.GetValueOrDefault(id);

    /// <summary>The runs of an agent, newest first.</summary>
    public IEnumerable<Run> Of(AgentInfo agent) =>
        runs.Values.Where(run => run.Agent == agent).OrderByDescending(static run => run.StartedTicks).ThenByDescending(static run => run.Id);

    /// <summary>Counts a run among the finished ones. Called under the run's lock.</summary>
    public void OnEnded(Run run)
    {
        lock (sync)
        {
            finished.Enqueue(run);
            while (finished.Count > Math.Max(host.Options.Retention.MaxFinishedRuns, 0))
                runs.TryRemove(finished.Dequeue().Id, out _);
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

    private void RemoveOld()
    {
        var oldest = host.Clock.GetTicks() - host.Options.Retention.MaxAge.Ticks;
        lock (sync)
        {
            while (finished.TryPeek(out var run) && run.End!.Ticks <= oldest)
                runs.TryRemove(finished.Dequeue().Id, out _);
            if (finished.Count == 0)
            {
                timer?.Dispose();
                timer = null;
            }
        }
    }
}

using Agents.Runtime;

namespace Agents.Testing;

/// <summary>Cancels runs where a test says so.</summary>
internal sealed class FaultWatch(AgentFaults faults, HostQueue queue) : RecordWatch
{
    public override void OnRecorded(Run run, in LogEvent logEvent)
    {
        if (faults.CancelsAt(run, logEvent.Position))
            queue.QueueFirst(new Cancel(run, logEvent.Position));
    }

    private sealed class Cancel(Run run, uint position) : IThreadPoolWorkItem
    {
        public void Execute() => run.Cancel($"The test cancels at event {position}.");
    }
}

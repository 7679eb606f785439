using Agents.Runtime;

namespace Agents.Testing;

/// <summary>Records in memory, and cancels runs where a test says so.</summary>
internal sealed class FaultRecorder(AgentFaults faults, HostQueue queue) : IRecorder
{
    private readonly MemoryRecorder memory = new();

    public bool IsDurable => memory.IsDurable;

    public void Append(IRecorderClient run, ref EventBatch events)
    {
        memory.Append(run, ref events);
        for (var index = 0; index < events.Count; index++)
            Watch(run, events[index].Position);
    }

    public void AppendChunk(IRecorderClient run, in LogEvent chunk)
    {
        memory.AppendChunk(run, chunk);
        Watch(run, chunk.Position);
    }

    private void Watch(IRecorderClient client, uint position)
    {
        var run = (Run)client;
        if (faults.CancelsAt(run, position))
            queue.QueueFirst(new Cancel(run, position));
    }

    private sealed class Cancel(Run run, uint position) : IThreadPoolWorkItem
    {
        public void Execute() => run.Cancel($"The test cancels at event {position}.");
    }
}

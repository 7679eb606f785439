namespace Agents.Runtime;

/// <summary>
/// Where the runtime's work waits for a thread: the pool of the process, unless a test brings a queue of its own that decides
/// what runs next.
/// </summary>
internal abstract class WorkQueue
{
    /// <summary>Queues an item; it is executed once, on a thread that holds no lock of the runtime.</summary>
    public abstract void Queue(IThreadPoolWorkItem item, bool preferLocal);
}

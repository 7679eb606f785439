namespace Agents.Runtime;

/// <summary>
/// Where the runtime's work waits for a thread: the pool of the process, unless a test brings a queue of its own that decides
/// what runs next.
/// </summary>
internal abstract class WorkQueue
{
    /// <summary>What awaits of users' code come back to the queue by.</summary>
    public abstract SynchronizationContext Context { get; }

    /// <summary>Queues an item; it is executed once, on a thread that holds no lock of the runtime, and in no context.</summary>
    public abstract void Queue(IThreadPoolWorkItem item, bool preferLocal);
}

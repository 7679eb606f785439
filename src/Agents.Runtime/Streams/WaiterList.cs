namespace Agents.Runtime;

/// <summary>
/// The readers that wait for news of one thing: an invocation, a node, a run. Guarded by the run's lock. Emptied by taking
/// the whole chain, so that waking costs the writer the same for one reader and for a thousand.
/// </summary>
internal abstract class WaiterList
{
    private LogWaiter? first;
    private LogWaiter? last;

    /// <summary>Counts how often the list was emptied: a waiter whose number is older is no longer in it.</summary>
    private int generation;

    /// <summary>Whether nobody waits here.</summary>
    internal bool IsEmpty => first is null;

    internal void Add(LogWaiter waiter)
    {
        waiter.Generation = generation;
        waiter.List = this;
        waiter.PreviousWaiter = last;
        waiter.NextWaiter = null;
        if (last is null)
            first = waiter;
        else
            last.NextWaiter = waiter;
        last = waiter;
    }

    /// <summary>Takes a waiter out again, unless it has been taken to be woken.</summary>
    internal bool Remove(LogWaiter waiter)
    {
        if (waiter.Generation != generation)
            return false;
        if (waiter.PreviousWaiter is { } previous)
            previous.NextWaiter = waiter.NextWaiter;
        else
            first = waiter.NextWaiter;
        if (waiter.NextWaiter is { } next)
            next.PreviousWaiter = waiter.PreviousWaiter;
        else
            last = waiter.PreviousWaiter;
        waiter.List = null;
        waiter.NextWaiter = waiter.PreviousWaiter = null;
        return true;
    }

    /// <summary>Moves all waiters to those that are to be woken.</summary>
    internal void TakeAll(ref WakeChain chain)
    {
        if (first is null)
            return;
        chain.Add(first, last!);
        first = last = null;
        generation++;
    }
}

/// <summary>The readers that wait for any event of a run.</summary>
internal sealed class RunWaiters : WaiterList;

/// <summary>Readers to wake, once the lock is released.</summary>
internal struct WakeChain
{
    private LogWaiter? first;
    private LogWaiter? last;

    public void Add(LogWaiter head, LogWaiter tail)
    {
        if (last is null)
            first = head;
        else
            last.NextWaiter = head;
        last = tail;
    }

    /// <summary>
    /// Queues the first to the pool; each queues the next before it runs. Not to this thread's own queue: a node may keep the thread for
    /// long, and as long as there is work for all, nobody else looks there.
    /// </summary>
    public readonly void Wake(LocalExecutor executor)
    {
        if (first is not null)
            executor.Queue(first);
    }
}

namespace Agents.Runtime;

/// <summary>
/// Lets a number of attempts execute at once. Those that wait are served round-robin over their runs, so that a run with
/// much work does not keep the others waiting. While nobody waits, no lock is taken.
/// </summary>
/// <param name="limit">How many may execute at once.</param>
/// <param name="granted">Told, outside the lock, that an attempt that waited has its slot.</param>
internal sealed class ConcurrencyGate(int limit, Action<ISlotSeeker> granted)
{
    private readonly Lock sync = new();
    private readonly Dictionary<Run, Queue<ISlotSeeker>> queues = [];
    private readonly Queue<Run> turns = new();
    private readonly int limit = limit;
    private int free = limit;
    private int waiting;
    private TaskCompletionSource? idle;

    /// <summary>How many slots are taken.</summary>
    public int InUse => limit - Volatile.Read(ref free);

    /// <summary>How many attempts wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Takes a slot, if there is one for which nobody waits.</summary>
    public bool TryEnter() => Volatile.Read(ref waiting) == 0 && TryTake();

    /// <summary>Takes a slot; or has the attempt wait for one, and gives false.</summary>
    public bool TryEnter(ISlotSeeker attempt)
    {
        if (TryEnter())
            return true;
        lock (sync)
        {
            if (!queues.TryGetValue(attempt.Run, out var queue))
            {
                queues.Add(attempt.Run, queue = new Queue<ISlotSeeker>());
                turns.Enqueue(attempt.Run);
            }

            queue.Enqueue(attempt);
            Interlocked.Increment(ref waiting);
        }

        // A slot may have become free between our look and our waiting.
        Serve();
        return false;
    }

    /// <summary>Takes a slot beyond the limit, for an attempt that must come to its end.</summary>
    public void EnterBeyondLimit() => Interlocked.Decrement(ref free);

    /// <summary>Gives a slot back.</summary>
    public void Exit()
    {
        var now = Interlocked.Increment(ref free);
        if (Volatile.Read(ref waiting) > 0)
            Serve();
        else if (now == limit)
            Volatile.Read(ref idle)?.TrySetResult();
    }

    /// <summary>Completes when no slot is taken. Meant for the end, when no new attempts come.</summary>
    public Task WhenIdleAsync()
    {
        var source = Interlocked.CompareExchange(
            ref idle, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null) ?? idle;
        // In this order: one that is served has its slot before it waits no more.
        if (Waiting == 0 && InUse == 0)
            source.TrySetResult();
        return source.Task;
    }

    private bool TryTake()
    {
        var seen = Volatile.Read(ref free);
        while (seen > 0)
        {
            var found = Interlocked.CompareExchange(ref free, seen - 1, seen);
            if (found == seen)
                return true;
            seen = found;
        }

        return false;
    }

    private void Serve()
    {
        while (true)
        {
            ISlotSeeker next;
            lock (sync)
            {
                if (waiting == 0 || !TryTake())
                    return;
                var run = turns.Dequeue();
                var queue = queues[run];
                next = queue.Dequeue();
                Interlocked.Decrement(ref waiting);
                if (queue.Count > 0)
                    turns.Enqueue(run);
                else
                    queues.Remove(run);
            }

            granted(next);
        }
    }
}

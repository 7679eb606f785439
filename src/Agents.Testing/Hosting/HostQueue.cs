using Agents.Runtime;

namespace Agents.Testing;

/// <summary>
/// All work of a test host: one item after the other, the next one picked by the seed among those that are ready. When
/// nothing is ready, time passes to what is due next, as long as somebody waits for the host.
/// </summary>
internal sealed partial class HostQueue : WorkQueue, IDisposable
{
    /// <summary>How often the pool of the process gets its turn before time passes: a continuation may be on its way here.</summary>
    private const int TurnsOfThePool = 2;

    [ThreadStatic]
    private static HostQueue? executing;

    private readonly Lock sync = new();
    private readonly List<IThreadPoolWorkItem> ready = [];
    private readonly Queue<IThreadPoolWorkItem> urgent = new();
    private readonly Random random;
    private readonly Pump pump;
    private bool isPumping;
    private bool isClosed;
    private int turns;
    private long steps;
    private long strangers;

    public HostQueue(AgentTestHostOptions options)
    {
        this.options = options;
        random = new Random(options.Seed);
        pump = new Pump(this);
        Context = new HostContext(this);
        Time = new VirtualTime(Wake);
        if (options.StartTime is { } start)
            Time.SetUtcNow(start);
        patience = new Timer(static queue => ((HostQueue)queue!).OnPatienceOver(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>The queue of the host that this code is executed in; null for none.</summary>
    public static HostQueue? Current => (SynchronizationContext.Current as HostContext)?.Queue;

    public override SynchronizationContext Context { get; }

    public VirtualTime Time { get; }

    /// <summary>What tells the host's payloads apart.</summary>
    public PayloadJson? Payloads { get; set; }

    /// <summary>How many items came from threads that are not the host's.</summary>
    public long Strangers => Interlocked.Read(ref strangers);

    /// <summary>
    /// Whether this code is of a node, a callback or a test within the host. The host's thread is no sign of that: whoever
    /// awaits a run outside of any context goes on there, too.
    /// </summary>
    public bool IsCurrent => SynchronizationContext.Current == Context;

    private bool IsExecuting => executing == this;

    public override void Queue(IThreadPoolWorkItem item, bool preferLocal) => Add(item, isUrgent: false);

    /// <summary>Queues an item that is executed before all others.</summary>
    public void QueueFirst(IThreadPoolWorkItem item) => Add(item, isUrgent: true);

    /// <summary>From now on the pool of the process takes what comes.</summary>
    public void Dispose()
    {
        List<IThreadPoolWorkItem> left;
        lock (sync)
        {
            isClosed = true;
            left = [.. urgent, .. ready];
            urgent.Clear();
            ready.Clear();
        }

        patience.Dispose();
        foreach (var item in left)
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
    }

    private void Add(IThreadPoolWorkItem item, bool isUrgent)
    {
        lock (sync)
        {
            if (!isClosed)
            {
                if (!IsExecuting)
                    strangers++;
                if (isUrgent)
                    urgent.Enqueue(item);
                else
                    ready.Add(item);
                WakePump();
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
    }

    /// <summary>There may be something to do. Not under the lock.</summary>
    private void Wake()
    {
        if (IsExecuting)
            return;
        lock (sync)
            WakePump();
    }

    private void WakePump()
    {
        if (isPumping || isStuck)
            return;
        isPumping = true;
        patience.Change(Timeout.Infinite, Timeout.Infinite);
        ThreadPool.UnsafeQueueUserWorkItem(pump, preferLocal: false);
    }

    private void Run()
    {
        var clean = ExecutionContext.Capture()!;
        executing = this;
        try
        {
            while (TakeNext() is { } item)
            {
                item.Execute();
                SynchronizationContext.SetSynchronizationContext(null);
                ExecutionContext.Restore(clean);
            }
        }
        finally
        {
            executing = null;
        }
    }

    private IThreadPoolWorkItem? TakeNext()
    {
        lock (sync)
        {
            while (true)
            {
                Time.TakeDue(ready);
                if (urgent.Count + ready.Count > 0 && !isStuck)
                {
                    turns = 0;
                    if (++steps > options.MaxSteps && waiting.Count > 0)
                        GiveUp(NoRest());
                    else
                        return Pick();
                }
                else if (!GoOn())
                {
                    return null;
                }
            }
        }
    }

    private IThreadPoolWorkItem Pick()
    {
        if (urgent.TryDequeue(out var first))
            return first;
        var index = random.Next(ready.Count);
        var picked = ready[index];
        ready[index] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        return picked;
    }

    private sealed class Pump(HostQueue queue) : IThreadPoolWorkItem
    {
        public void Execute() => queue.Run();
    }

    /// <summary>Brings the continuations of users' awaits back to the queue.</summary>
    private sealed class HostContext(HostQueue queue) : SynchronizationContext
    {
        public HostQueue Queue => queue;

        public override void Post(SendOrPostCallback d, object? state) => queue.Queue(new Posted(queue, d, state), preferLocal: false);

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException(
            "Code in a test host cannot wait for other code by blocking: there is only one thread. Await it.");

        public override SynchronizationContext CreateCopy() => this;
    }

    private sealed class Posted(HostQueue queue, SendOrPostCallback callback, object? state) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            SynchronizationContext.SetSynchronizationContext(queue.Context);
            callback(state);
        }
    }
}

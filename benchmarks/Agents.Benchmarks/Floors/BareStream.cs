using System.Threading.Tasks.Sources;

namespace Agents.Benchmarks.Floors;

/// <summary>
/// What is demanded of a stream, by hand: chunks that are kept with their times in the order of the run's lock, and one reader, who begins
/// with the first, waits without a thread and goes on on the pool.
/// </summary>
internal sealed class BareStream(Lock gate) : IAsyncEnumerable<Item>
{
    private readonly Lock gate = gate;
    private (Item Chunk, long Ticks)[] cells = new (Item, long)[4];
    private int count;
    private bool hasEnded;
    private Reader? waiting;

    public void Write(Item chunk)
    {
        Reader? woken;
        lock (gate)
        {
            if (count == cells.Length)
                Array.Resize(ref cells, 2 * count);
            cells[count] = (chunk, Environment.TickCount64);
            Volatile.Write(ref count, count + 1);
            (woken, waiting) = (waiting, null);
        }

        Wake(woken);
    }

    public void End()
    {
        Reader? woken;
        lock (gate)
        {
            hasEnded = true;
            (woken, waiting) = (waiting, null);
        }

        Wake(woken);
    }

    public IAsyncEnumerator<Item> GetAsyncEnumerator(CancellationToken cancellationToken) => new Reader(this);

    private static void Wake(Reader? reader)
    {
        if (reader is not null)
            ThreadPool.UnsafeQueueUserWorkItem(reader, preferLocal: true);
    }

    private sealed class Reader(BareStream stream) : IAsyncEnumerator<Item>, IValueTaskSource<bool>, IThreadPoolWorkItem
    {
        private ManualResetValueTaskSourceCore<bool> core;
        private int index;

        public Item Current { get; private set; } = Item.One;

        public ValueTask<bool> MoveNextAsync()
        {
            if (TryTake())
                return new(true);
            lock (stream.gate)
            {
                if (TryTake())
                    return new(true);
                if (stream.hasEnded)
                    return new(false);
                core.Reset();
                stream.waiting = this;
            }

            return new(this, core.Version);
        }

        public ValueTask DisposeAsync() => default;

        void IThreadPoolWorkItem.Execute() => core.SetResult(TryTake());

        bool IValueTaskSource<bool>.GetResult(short token) => core.GetResult(token);

        ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => core.GetStatus(token);

        void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            core.OnCompleted(continuation, state, token, flags);

        private bool TryTake()
        {
            if (index == Volatile.Read(ref stream.count))
                return false;
            Current = stream.cells[index++].Chunk;
            return true;
        }
    }
}

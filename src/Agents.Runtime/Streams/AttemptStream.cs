using System.Numerics;

namespace Agents.Runtime;

/// <summary>
/// The chunks of one attempt, and the writer of the node. Chunks lie in segments that double from 4 to 1,024, so nothing is
/// ever copied; what is published is read without a lock.
/// </summary>
internal sealed class AttemptStream<T>(InvocationAttempt attempt, InvocationStream<T> stream, in LogEvent begun) : ChunkWriter<T>, IChunkSource
{
    private const int FirstSegment = 4;
    private const int LastDoubling = 8;
    private const int LargestSegment = FirstSegment << LastDoubling;
    private const int Doubled = LargestSegment - FirstSegment;

    private readonly long baseTicks = begun.Ticks;

    /// <summary>The first two segments, apart: most streams need no array of them.</summary>
    private Cell[]? first;
    private Cell[]? second;
    private Cell[][] others = [];
    private int written;
    private int published;

    /// <summary>The stream of the invocation.</summary>
    public InvocationStream<T> Stream { get; } = stream;

    /// <summary>The number of the attempt.</summary>
    public int Attempt { get; } = begun.Attempt;

    /// <summary>The position of the event that the attempt began with.</summary>
    public uint BegunAt { get; } = begun.Position;

    /// <summary>When the attempt began, UTC.</summary>
    public long BegunTicks => baseTicks;

    /// <summary>The attempt before, if that was streamed by this process.</summary>
    public AttemptStream<T>? Previous { get; set; }

    /// <summary>How many chunks are recorded. May be read without the lock.</summary>
    public int Published => Volatile.Read(ref published);

    NodeSlot IChunkSource.Slot => Stream.Slot;

    int IChunkSource.Invocation => Stream.Ordinal;

    public override ValueTask WriteAsync(T chunk, CancellationToken cancellationToken = default)
    {
        if (chunk is null && !Stream.Slot.AllowsNull)
        {
            throw new ArgumentNullException(
                nameof(chunk), $"Node '{Stream.Slot.Node.Name}' streams {typeof(T).Name}, which is not nullable.");
        }

        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        var run = attempt.Run;
        if (run.Storage is null)
        {
            Append(run, chunk, null);
            return default;
        }

        run.ThrowIfTooLarge(attempt);
        // Whatever the user's own code does with the chunk it does here, outside of the lock.
        var json = WriteJson(chunk);
        var room = run.WaitForRoomAsync(cancellationToken);
        if (!room.IsCompletedSuccessfully)
            return AppendAfterAsync(room, run, chunk, json);
        Append(run, chunk, json);
        return default;
    }

    private async ValueTask AppendAfterAsync(ValueTask room, Run run, T chunk, byte[] json)
    {
        await room.ConfigureAwait(run.Agent.Host.Executor.HasContext);
        Append(run, chunk, json);
    }

    private void Append(Run run, T chunk, byte[]? json)
    {
        Effects effects = default;
        var isAppended = false;
        lock (run.Gate)
        {
            attempt.ThrowIfFenced();
            if (Stream.WrittenBefore + written >= run.Limits.ChunksPerInvocation)
                throw attempt.Doom(new AgentLimitException(nameof(RunLimits.ChunksPerInvocation), run.Limits.ChunksPerInvocation));
            if (!run.IsChunkBudgetUsedUp)
            {
                Store(written, chunk);
                if (!run.AppendChunk(this, Stream.Ordinal, Attempt, written, json, ref effects))
                    throw attempt.FenceException();
                written++;
                isAppended = true;
            }
        }

        if (!isAppended)
            throw attempt.Doom(run.FailByBudget(BudgetKind.Chunks, run.Plan.Budgets.Chunks));
        effects.RunBeforeReady(run);
        run.Agent.Host.Telemetry.ChunkRecorded(run.Agent);
    }

    void IChunkSource.OnRecorded(in LogEvent chunk, ref WakeChain wake)
    {
        ref var cell = ref CellAt(chunk.Argument);
        cell.Position = chunk.Position;
        cell.Milliseconds = (uint)Math.Clamp((chunk.Ticks - baseTicks) / TimeSpan.TicksPerMillisecond, 0, uint.MaxValue);
        Volatile.Write(ref published, chunk.Argument + 1);
        Stream.TakeAll(ref wake);
        Stream.Slot.TakeAll(ref wake);
    }

    public void TakeOver(IChunkSource origin, int index)
    {
        Store(written, ((AttemptStream<T>)origin)[index]);
        var run = Stream.Slot.Run;
        // What follows, the fork looks for when it has taken over all.
        var effects = default(Effects);
        if (!run.AppendChunk(this, Stream.Ordinal, Attempt, written, run.Agent.Host.IsDurable ? WriteJson(this[written]) : null, ref effects))
            throw attempt.FenceException();
        written++;
    }

    void IChunkSource.OnAttemptEnded() => Stream.WrittenBefore += written;

    private byte[] WriteJson(T chunk) => attempt.Write(chunk, Member);

    private const string Member = "chunk";

    void IChunkSource.Restore(int index, ReadOnlySpan<byte> json)
    {
        if (index != written)
            throw new FormatException($"Chunk {index} does not follow chunk {written - 1}.");
        Store(written++, Stream.Slot.Run.Agent.Host.Payloads.Read<T>(json, Stream.Slot.Node.Name, Member)!);
    }

    public ICachedChunks ToCache()
    {
        var chunks = new T[Published];
        for (var index = 0; index < chunks.Length; index++)
            chunks[index] = this[index];
        return new CachedChunks<T>(chunks);
    }

    public T this[int index] => CellAt(index).Value;

    public uint GetPosition(int index) => CellAt(index).Position;

    public long GetTicks(int index) => baseTicks + (CellAt(index).Milliseconds * TimeSpan.TicksPerMillisecond);

    public object? GetValue(int index) => this[index];

    /// <summary>How many chunks lie at a position or before it.</summary>
    public int CountUpTo(uint position)
    {
        var low = 0;
        var high = Published;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (GetPosition(middle) <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The chunks that lie in a row with a recorded one, behind it: where they begin in the array, and where what is recorded ends.</summary>
    public Cell[] GetRowBehind(int index, out int next, out int end)
    {
        var (segment, offset) = Locate(index);
        var row = SegmentAt(segment);
        next = offset + 1;
        end = Math.Min(offset + Published - index, row.Length);
        return row;
    }

    /// <summary>The recorded chunk with its place.</summary>
    public Chunk<T> GetChunk(int index)
    {
        ref var cell = ref CellAt(index);
        var run = Stream.Slot.Run.Id;
        return new Chunk<T>(
            Stream.Id, Attempt, index, cell.Position, new Cursor(run, cell.Position),
            new DateTimeOffset(GetTicks(index), TimeSpan.Zero), cell.Value);
    }

    private void Store(int index, T chunk)
    {
        var (segment, offset) = Locate(index);
        if (offset == 0)
            Add(segment, new Cell[FirstSegment << Math.Min(segment, LastDoubling)]);
        SegmentAt(segment)[offset].Value = chunk;
    }

    private void Add(int segment, Cell[] cells)
    {
        switch (segment)
        {
            case 0:
                first = cells;
                return;
            case 1:
                second = cells;
                return;
        }

        var place = segment - 2;
        if (place == others.Length)
        {
            var more = new Cell[place + 2 + (place / 2)][];
            others.CopyTo(more, 0);
            others = more;
        }

        others[place] = cells;
    }

    private Cell[] SegmentAt(int segment) => segment switch
    {
        0 => first!,
        1 => second!,
        _ => others[segment - 2],
    };

    private ref Cell CellAt(int index)
    {
        var (segment, offset) = Locate(index);
        return ref SegmentAt(segment)[offset];
    }

    private static (int Segment, int Offset) Locate(int index)
    {
        if (index >= Doubled)
            return (LastDoubling + ((index - Doubled) / LargestSegment), (index - Doubled) % LargestSegment);
        var segment = BitOperations.Log2((uint)(index / FirstSegment) + 1);
        return (segment, index - (FirstSegment * ((1 << segment) - 1)));
    }

    /// <summary>A chunk with its place, 8 bytes beside it.</summary>
    internal struct Cell
    {
        public T Value;
        public uint Position;
        public uint Milliseconds;
    }
}

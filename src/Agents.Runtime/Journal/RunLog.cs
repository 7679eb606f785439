using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Agents.Runtime;

/// <summary>What an attempt streamed, as the log refers to it.</summary>
internal interface IChunkSource
{
    /// <summary>The streams of the node, whose readers want its chunks.</summary>
    NodeSlot Slot { get; }

    /// <summary>The invocation's ordinal.</summary>
    int Invocation { get; }

    int Attempt { get; }

    /// <summary>A chunk that has been recorded, boxed where it is a struct.</summary>
    object? GetValue(int index);

    /// <summary>When a chunk was recorded, UTC.</summary>
    long GetTicks(int index);

    /// <summary>Under the lock: records a chunk that a fork takes over from an attempt of the same node.</summary>
    void TakeOver(IChunkSource origin, int index);

    /// <summary>Under the lock: takes in a chunk from the journal, in the order of the indexes.</summary>
    void Restore(int index, ReadOnlySpan<byte> json);

    /// <summary>Copies what is recorded, to be kept without the run.</summary>
    ICachedChunks ToCache();

    /// <summary>Under the lock: the attempt has ended otherwise than by its completion, and another may follow.</summary>
    void OnAttemptEnded();

    /// <summary>Under the lock: publishes the chunk that was stored for this event.</summary>
    void OnRecorded(in LogEvent chunk, ref WakeChain wake);
}

/// <summary>
/// The recorded events of one run, in the order of their positions. What follows from the event before it takes no room: chunks that one
/// attempt wrote in a row are one entry, and so are a completion, the result that it gives, and the end of the run.
/// A part of its run, and never copied. Guarded by the run's lock, but for <see cref="Position"/>.
/// </summary>
internal struct RunLog(int capacity)
{
    /// <summary>From here on the array grows by a quarter: what is not used of it is held as long as the run.</summary>
    private const int MaxDoubled = 1024;

    /// <summary>The first entries, apart: a short run has no more, and that of one node just as many.</summary>
    private Few few;
    private LogEvent[] more = capacity > Few.Length ? new LogEvent[capacity - Few.Length] : [];
    private int count;
    private uint position;

    /// <summary>The position of the last recorded event. May be read without the lock.</summary>
    public readonly uint Position => Volatile.Read(in position);

    /// <summary>The time of the first event; 0 before. May be read without the lock: that event does not change.</summary>
    public readonly long StartedTicks => few[0].Ticks;

    public void Append(in LogEvent logEvent)
    {
        if (count == 0 || !LogExtent.Continues(this[count - 1], logEvent))
        {
            if (count == Room)
                Array.Resize(ref more, Math.Max(8, count < MaxDoubled ? count * 2 : count + (count / 4)) - Few.Length);
            this[count++] = logEvent;
        }

        Volatile.Write(ref position, logEvent.Position);
    }

    /// <summary>Makes room for entries that are sure to come, so that the array does not grow by doubling.</summary>
    /// <param name="expected">How many.</param>
    /// <param name="slack">How many may follow from them in the end, lest these double it all.</param>
    public void Reserve(int expected, int slack)
    {
        if (count + expected > Room)
            Array.Resize(ref more, Math.Max(count + expected + slack - Few.Length, more.Length + (more.Length / 4)));
    }

    /// <summary>
    /// Copies entries that hold events after a position into <paramref name="buffer"/>; the first may begin before it.
    /// </summary>
    /// <param name="after">The position.</param>
    /// <param name="hint">The index of the entry to begin the search at; set to go on from, next time.</param>
    /// <param name="buffer">Where to.</param>
    public int Read(uint after, ref int hint, Span<LogExtent> buffer)
    {
        if (after >= position)
            return 0;
        var index = Find(after + 1, hint);
        var read = 0;
        for (; read < buffer.Length && index < count; index++, read++)
            buffer[read] = new LogExtent(this[index], EndOf(index));
        hint = index - 1;
        return read;
    }

    /// <summary>All entries.</summary>
    public LogExtent[] ToArray()
    {
        var all = new LogExtent[count];
        for (var index = 0; index < count; index++)
            all[index] = new LogExtent(this[index], EndOf(index));
        return all;
    }

    /// <summary>How many entries there is room for.</summary>
    private readonly int Room => Few.Length + more.Length;

    [UnscopedRef]
    private ref LogEvent this[int index]
    {
        get
        {
            if (index < Few.Length)
                return ref few[index];
            return ref more[index - Few.Length];
        }
    }

    private uint EndOf(int index) => index + 1 < count ? this[index + 1].Position : position + 1;

    private int Find(uint wanted, int low)
    {
        if (low >= count || this[low].Position > wanted)
            low = 0;
        if (wanted < EndOf(low))
            return low;
        var high = count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (this[middle].Position <= wanted)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    [InlineArray(Length)]
    private struct Few
    {
        public const int Length = 3;
        private LogEvent first;
    }
}

using System.Buffers;

namespace Agents.Runtime;

/// <summary>
/// What every stored event begins with: the version of the format, the kind, and numbers of variable length; what follows is the
/// payload. The position is not among it: that is for the journal to know.
/// </summary>
internal readonly record struct EventHeader(EventKind Kind, long Ticks, int Invocation, int Attempt, int Argument)
{
    private const byte Version = 1;

    /// <summary>How many bytes it takes at the most.</summary>
    public const int MaxLength = 2 + 10 + 5 + 5 + 5;

    public static EventHeader Of(in LogEvent logEvent) =>
        new(logEvent.Kind, logEvent.Ticks, logEvent.Invocation, logEvent.Attempt, logEvent.Argument);

    /// <summary>Writes the header; gives its length.</summary>
    public int Write(Span<byte> target)
    {
        target[0] = Version;
        target[1] = (byte)Kind;
        var length = 2;
        // Times are in whole milliseconds, see RunClock.
        length += WriteNumber((ulong)(Ticks / TimeSpan.TicksPerMillisecond), target[length..]);
        length += WriteNumber((uint)Invocation, target[length..]);
        length += WriteNumber((uint)Attempt, target[length..]);
        return length + WriteNumber((uint)Argument, target[length..]);
    }

    /// <summary>Reads the header; what is left of the data is the payload.</summary>
    /// <exception cref="FormatException">It is none, or of a version that this build does not know.</exception>
    public static EventHeader Read(ref ReadOnlySpan<byte> data)
    {
        if (data.Length < 6)
            throw new FormatException($"{data.Length} bytes are no event.");
        if (data[0] != Version)
            throw new FormatException($"It is written in version {data[0]} of the format; this build knows version {Version}.");
        var kind = (EventKind)data[1];
        if (kind is EventKind.None or > EventKind.BudgetWarning)
            throw new FormatException($"Events of kind {data[1]} are not known to this build.");
        data = data[2..];
        return new EventHeader(
            kind, checked((long)ReadNumber(ref data) * TimeSpan.TicksPerMillisecond), checked((int)ReadNumber(ref data)),
            checked((int)ReadNumber(ref data)), checked((int)ReadNumber(ref data)));
    }

    public LogEvent ToEvent(uint position, object? payload) => new(Kind, position, Ticks, Invocation, Attempt, Argument, payload);

    private static int WriteNumber(ulong value, Span<byte> target)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            target[length++] = (byte)(value | 0x80);
        target[length++] = (byte)value;
        return length;
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> data)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (data.IsEmpty)
                throw new FormatException("The event is cut off.");
            var part = data[0];
            data = data[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw new FormatException("A number of the event is too long.");
    }
}

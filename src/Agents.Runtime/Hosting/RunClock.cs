namespace Agents.Runtime;

/// <summary>
/// The time of events: UTC, to the millisecond. The system's clock is asked once a second and carried on by the tick count
/// between, which costs half; any other provider is asked each time.
/// </summary>
internal sealed class RunClock(TimeProvider provider)
{
    private readonly bool isSystem = ReferenceEquals(provider, TimeProvider.System);
    private Reading reading = new(0, long.MinValue / 2);

    public long GetTicks()
    {
        if (!isSystem)
            return ReadProvider();
        var count = Environment.TickCount64;
        var last = Volatile.Read(ref reading);
        var passed = count - last.TickCount;
        if (passed > 1000)
        {
            last = new Reading(ReadProvider(), count);
            Volatile.Write(ref reading, last);
            passed = 0;
        }

        return last.UtcTicks + (passed * TimeSpan.TicksPerMillisecond);
    }

    /// <summary>Whole milliseconds: streams keep no more, and what they round down must not lie before what came earlier.</summary>
    private long ReadProvider()
    {
        var ticks = provider.GetUtcNow().UtcTicks;
        return ticks - (ticks % TimeSpan.TicksPerMillisecond);
    }

    private sealed record Reading(long UtcTicks, long TickCount);
}

namespace Agents.Runtime;

/// <summary>
/// The time of events: UTC, in whole milliseconds, for chunks keep no more than these and must not seem to lie before what
/// was recorded earlier. The system's clock is asked once a second and carried on by the tick count
/// between, which costs half; any other provider is asked each time.
/// </summary>
internal sealed class RunClock(TimeProvider provider)
{
    private readonly bool isSystem = ReferenceEquals(provider, TimeProvider.System);
    private Reading reading = new(0, long.MinValue / 2);

    public long GetTicks()
    {
        if (!isSystem)
            return Read();
        var count = Environment.TickCount64;
        var last = Volatile.Read(ref reading);
        var passed = count - last.TickCount;
        if (passed > 1000)
        {
            last = new Reading(Read(), count);
            Volatile.Write(ref reading, last);
            passed = 0;
        }

        return last.UtcTicks + (passed * TimeSpan.TicksPerMillisecond);
    }

    private long Read()
    {
        var ticks = provider.GetUtcNow().UtcTicks;
        return ticks - (ticks % TimeSpan.TicksPerMillisecond);
    }

    private sealed record Reading(long UtcTicks, long TickCount);
}

namespace Agents.Runtime;

/// <summary>What timers can do.</summary>
internal static class Timers
{
    /// <summary>The longest time that a timer can be set to: 49.7 days.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(uint.MaxValue - 1);
}

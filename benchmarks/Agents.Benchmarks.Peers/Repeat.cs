using System.Diagnostics;

namespace Agents.Benchmarks.Peers;

/// <summary>Does something one at a time.</summary>
internal static class Repeat
{
    public static async Task<TimeSpan> RunAsync(int count, int expected, Func<Task<int>> act)
    {
        var start = Stopwatch.GetTimestamp();
        for (var index = 0; index < count; index++)
            Expect(expected, await act());
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Throws if something else was done than is measured.</summary>
    public static void Expect(int expected, int actual)
    {
        if (actual != expected)
            throw new InvalidOperationException($"It gave {actual} where {expected} was expected.");
    }
}

namespace Agents.Benchmarks.Peers;

/// <summary>How a peer does a job.</summary>
/// <param name="Operations">How many operations are measured at once.</param>
/// <param name="Act">Does so many of them, and gives the time of all.</param>
internal sealed record Work(int Operations, Func<int, Task<TimeSpan>> Act)
{
    /// <summary>A job that is done one operation at a time, each of which gives what is expected.</summary>
    public static Work Of(int operations, int expected, Func<Task<int>> act) =>
        new(operations, count => Repeat.RunAsync(count, expected, act));
}

namespace Agents.Benchmarks.Ratios;

/// <summary>
/// One thing that is measured, beside what anybody would do without the framework. What is measured does a number of operations, and
/// gives the time that counts, of all of them.
/// </summary>
/// <param name="Name">What it is called.</param>
/// <param name="Operations">How many operations each does at once.</param>
/// <param name="Ours">Does them with agents.</param>
/// <param name="Reference">Does them without.</param>
internal sealed record Row(string Name, int Operations, Func<int, Task<TimeSpan>> Ours, Func<int, Task<TimeSpan>> Reference) : IRow
{
    /// <summary>The most that the ratio of ours to the reference may be, in time; null if it is told by <see cref="MinRate"/>.</summary>
    public double? MaxRatio { get; init; }

    /// <summary>The least that the ratio of our rate to that of the reference may be.</summary>
    public double? MinRate { get; init; }

    /// <summary>The most bytes that an operation may allocate.</summary>
    public double? MaxBytes { get; init; }

    /// <summary>The most bytes that an operation may allocate, beside those of the reference.</summary>
    public double? MaxBytesRatio { get; init; }

    /// <summary>Whether what it allocates depends on how threads meet.</summary>
    public bool DependsOnTiming { get; init; }

    /// <summary>What the reference is.</summary>
    public string Beside { get; init; } = "";

    public Task<Result> MeasureAsync(TimeSpan budget) => Runner.MeasureAsync(this, budget);

    public string Goal => string.Join(", ", Goals());

    private IEnumerable<string> Goals()
    {
        if (MaxRatio is { } ratio)
            yield return $"<= {ratio:0.##} x";
        if (MinRate is { } rate)
            yield return $">= {rate:0.##} x rate";
        if (MaxBytes is { } bytes)
            yield return $"<= {bytes:N0} B";
        if (MaxBytesRatio is { } bytesRatio)
            yield return $"bytes <= {bytesRatio:0.##} x";
    }
}

namespace Agents.Benchmarks.Ratios;

/// <summary>A line of the table.</summary>
internal interface IRow
{
    string Name { get; }

    /// <summary>What stands beside ours.</summary>
    string Beside { get; }

    /// <param name="budget">How long measuring may take, about.</param>
    Task<Result> MeasureAsync(TimeSpan budget);
}

namespace Agents.Benchmarks.Reports;

/// <summary>What a plot shows: two lines over one axis.</summary>
/// <param name="Name">What the axis is.</param>
/// <param name="At">Where the values are, in growing order.</param>
/// <param name="Left">The line with the scale to the left.</param>
/// <param name="Right">The line with the scale to the right.</param>
internal sealed record Chart(string Name, IReadOnlyList<double> At, Curve Left, Curve Right)
{
    /// <summary>Whether the axis is logarithmic.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Where the axis has marks; by default where the values are.</summary>
    public IReadOnlyList<double> Marks { get; init; } = At;
}

/// <summary>A line of a plot.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Values">Its values, one for each place.</param>
internal sealed record Curve(string Label, IReadOnlyList<double> Values);

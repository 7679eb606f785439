namespace Agents.Benchmarks.Scale;

/// <summary>What was measured at one size: time of one unit, and bytes that one unit takes.</summary>
internal sealed record Point(long Size, double Nanoseconds, double Bytes);

/// <summary>How the cost of a unit grows with the number of units.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Unit">What a unit is.</param>
/// <param name="Bytes">What the bytes are: allocated or held.</param>
/// <param name="Points">The sizes.</param>
internal sealed record Series(string Name, string Unit, string Bytes, IReadOnlyList<Point> Points);

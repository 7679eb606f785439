namespace Agents.Benchmarks.Ratios;

/// <summary>What was measured of a row. Times are of one operation, in nanoseconds; bytes too are of one.</summary>
internal sealed record Result(string Name, double Ours, double Reference, double Ratio, double Bytes, double ReferenceBytes, string Goal, string Verdict)
{
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Name,-52} {Time(Ours),11} {Time(Reference),11} {Ratio,8:0.00} {Bytes,10:N0} B  {Goal,-28} {(Goal.Length == 0 ? "" : Verdict)}");

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        0 => "-",
        < 10_000 => $"{nanoseconds:N0} ns",
        < 10_000_000 => $"{nanoseconds / 1_000:N1} us",
        _ => $"{nanoseconds / 1_000_000:N1} ms",
    };
}

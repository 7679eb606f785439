using System.Globalization;
using System.Text.RegularExpressions;

namespace Agents.Generators.Benchmarks.Builds;

/// <summary>Reads what the compiler says, in the log of a build with <c>-p:ReportAnalyzer=true</c>, of the time it spends on generators and analyzers.</summary>
internal static partial class CompilerReport
{
    /// <summary>Our generator and analyzers, the slowest first; what takes less than a millisecond is left out.</summary>
    public static IEnumerable<(string Name, TimeSpan Time)> Of(string log) => Lines().Matches(log)
        .Select(match => (
            match.Groups["name"].Value,
            TimeSpan.FromSeconds(double.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture))))
        .OrderByDescending(line => line.Item2);

    [GeneratedRegex(@"^\s*(?<seconds>\d+\.\d+)\s+<?\d+\s+Agents\.Generators\.(Analyzers\.|Suppressors\.)?(?<name>\w+)[^,\n]*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Lines();
}

using System.Globalization;
using System.Text;
using Agents.Benchmarks.Ratios;
using Agents.Benchmarks.Scale;

namespace Agents.Benchmarks.Reports;

/// <summary>Writes docs/performance.md and its plots.</summary>
internal static class Page
{
    public static void Write(
        string docs, IReadOnlyList<(IRow Row, Result Result)> ratios, IReadOnlyList<(IRow Row, Result Result)> together,
        IReadOnlyList<(IRow Row, Result Result)> floors, IReadOnlyList<Series> growth)
    {
        var text = new StringBuilder();
        text.AppendLine("# Performance").AppendLine();
        text.AppendLine(
            "What the runtime costs, beside what anybody would write without it. This page is made by " +
            "`dotnet run -c Release --project benchmarks/Agents.Benchmarks -- report docs`, from one run on one machine:").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine.Describe()}.").AppendLine();
        text.AppendLine(
            "Absolute times are this machine's; the ratios should hold anywhere. Rounds are shuffled, the reference is measured twice in each, " +
            "a ratio is the median of the rounds' ratios, and a row whose two references differ by more than 15 % is void. Bytes are allocated " +
            "by an operation, on all threads. Each row is measured in a process of its own, as BenchmarkDotNet does: the JIT compiles code by " +
            "what ran first, so that in one process a row depends on those before it. How much is seen in the last column, the ratios of all " +
            "rows in one process, one after the other (`-- ratios --together`). How far apart the cores lie matters, too: where the pool moves " +
            "work between cores that share no cache, runs and references alike cost two or three times as much, and the ratios are others; " +
            "the floors below, of the same run, show what a goal leaves there.").AppendLine();
        text.AppendLine(
            "Other programs beside it: `dotnet run -c Release --project benchmarks/Agents.Benchmarks.Peers -- ratios` does the same jobs with " +
            "Microsoft Agent Framework, TPL Dataflow, Akka.Streams and bare channels; `dotnet run -c Release --project " +
            "benchmarks/Agents.Benchmarks -- depth` looks at single operations with BenchmarkDotNet; `benchmarks/soak.sh` loads two hosts for " +
            "an hour and looks at what is left ([the last time](soak.md)).").AppendLine();
        text.AppendLine("## Ratios").AppendLine();
        WriteTable(text, ratios, together);

        text.AppendLine().AppendLine("## Floors").AppendLine();
        text.AppendLine(
            "Runs, streams and a wait once more, by hand: programs that do no more than what is demanded of each (an id of 16 bytes, a run that " +
            "can be found, the newest 5,000 finished ones kept, a log of events of 32 bytes under a lock, a token, an async local that tells " +
            "children where they belong, a hop to the pool, a result to be awaited; chunks kept with their times under the lock that gives " +
            "them their order; a question that is found, answered once, and withdrawn by the token), and nothing of what else the runtime does: " +
            "retries, limits, gates, attempts of a stream, forks, telemetry. Below that no design can come that keeps those promises; where such " +
            "a program misses a goal, the goal lies beyond the limit. The floor of a durable run is the row of two inserts above. `-- floors` " +
            "measures these alone.").AppendLine();
        WriteTable(text, floors);

        text.AppendLine().AppendLine("## How cost grows").AppendLine();
        text.AppendLine("Time and memory of one unit, the least of several measurements. What is flat costs the same however much there is of it.").AppendLine();
        Directory.CreateDirectory(Path.Combine(docs, "plots"));
        foreach (var series in growth)
        {
            var file = $"{series.Name.Replace(' ', '-')}.svg";
            File.WriteAllText(Path.Combine(docs, "plots", file), Plot.Of(ToChart(series)));
            text.AppendLine(CultureInfo.InvariantCulture, $"### {char.ToUpperInvariant(series.Name[0])}{series.Name[1..]}").AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"| {char.ToUpperInvariant(series.Name[0])}{series.Name[1..]} | Time of one {series.Unit} | Bytes {series.Bytes} |").AppendLine("|--:|--:|--:|");
            foreach (var point in series.Points)
                text.AppendLine(CultureInfo.InvariantCulture, $"| {point.Size:N0} | {Time(point.Nanoseconds)} | {point.Bytes:N0} |");
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"![{series.Name}](plots/{file})").AppendLine();
        }

        File.WriteAllText(Path.Combine(docs, "performance.md"), text.ToString().TrimEnd() + "\n");
    }

    private static void WriteTable(
        StringBuilder text, IReadOnlyList<(IRow Row, Result Result)> rows, IReadOnlyList<(IRow Row, Result Result)>? together = null)
    {
        text.Append("| What | Beside | Ours | Reference | Ratio | Bytes | Goal | |").AppendLine(together is null ? "" : " In one process |");
        text.Append("|---|---|--:|--:|--:|--:|---|---|").AppendLine(together is null ? "" : "--:|");
        for (var index = 0; index < rows.Count; index++)
        {
            var (row, result) = rows[index];
            text.Append(CultureInfo.InvariantCulture,
                $"| {result.Name} | {row.Beside} | {Time(result.Ours)} | {Time(result.Reference)} | {Ratio(result)} | {result.Bytes:N0} | {Goal(result)} | {(result.Goal.Length == 0 ? "" : result.Verdict)} |");
            text.AppendLine(together is null ? "" : $" {Ratio(together[index].Result)} |");
        }
    }

    private static string Ratio(Result result) => result.Ratio == 0 ? "" : result.Ratio.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Goal(Result result) => result.Goal
        .Replace("<=", "≤", StringComparison.Ordinal).Replace(">=", "≥", StringComparison.Ordinal).Replace(" x", " ×", StringComparison.Ordinal);

    private static Chart ToChart(Series series) => new(
        series.Name,
        [.. series.Points.Select(static point => (double)point.Size)],
        new Curve($"ns, one {series.Unit}", [.. series.Points.Select(static point => point.Nanoseconds)]),
        new Curve($"bytes {series.Bytes}", [.. series.Points.Select(static point => point.Bytes)]))
    {
        IsLogarithmic = true,
    };

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        0 => "",
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:N0} ns"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000:N1} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000:N1} ms"),
    };
}

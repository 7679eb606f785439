using System.Globalization;
using System.Text;
using Agents.Benchmarks.Reports;

namespace Agents.Soak;

/// <summary>Writes soak.md and its plots.</summary>
internal static class SoakPage
{
    private static readonly double[] Steps = [1, 2, 5, 10, 15, 30, 60];

    public static void Write(string docs, SoakReport report)
    {
        var text = new StringBuilder();
        var minutes = report.Samples[^1].At.TotalMinutes;
        text.AppendLine("# Soak").AppendLine();
        text.AppendLine(
            $"{minutes:N0} minutes of mixed load over a host in memory and a durable one with SQLite: runs that succeed, fail, are tried again, time out " +
            "and are canceled midway; readers that come and go; people who answer late, or never. Four workers in memory and two that store " +
            "choose jobs by chance; each job checks its own result. Every ten seconds a sample is taken, after a full collection. Finished runs " +
            "are kept as far as retention says, 1,000 in memory, so what a host holds must not grow.").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"This page is made by `benchmarks/soak.sh --minutes {minutes:0} --docs docs`, from one run on one machine: {Machine.Describe()}.").AppendLine();
        text.AppendLine("## Verdicts").AppendLine();
        text.AppendLine("| What | Seen | |").AppendLine("|---|---|---|");
        foreach (var verdict in report.Verdicts)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {verdict.What} | {verdict.Seen} | {(verdict.Holds ? "holds" : "**fails**")} |");

        text.AppendLine().AppendLine("## By quarter").AppendLine();
        text.AppendLine("Medians of the samples. The first quarter is the warm-up; the last is compared with the second.").AppendLine();
        text.AppendLine("| | First | Second | Third | Last |").AppendLine("|---|--:|--:|--:|--:|");
        Row(text, report, "Jobs a second, in memory", static sample => sample.RateOf("memory"));
        Row(text, report, "Jobs a second, durable", static sample => sample.RateOf("durable"));
        Row(text, report, "Managed heap, KiB", static sample => sample.Heap / 1024);
        Row(text, report, "Working set, MiB", static sample => sample.WorkingSet / (1 << 20));
        Row(text, report, "Handles", static sample => sample.Handles);
        Row(text, report, "Threads of the pool", static sample => sample.Threads);
        Row(text, report, "Pending work items", static sample => sample.PendingWork);
        Row(text, report, "Timers", static sample => sample.Timers);
        Row(text, report, "Live runs", static sample => sample.LiveRuns);
        Row(text, report, "Database, KiB", static sample => sample.Stored / 1024);

        text.AppendLine().AppendLine("![Memory](plots/soak-memory.svg)");
        text.AppendLine().AppendLine("![Throughput](plots/soak-throughput.svg)").AppendLine();
        text.AppendLine("## Jobs").AppendLine();
        text.AppendLine("| Job | In memory | Durable |").AppendLine("|---|--:|--:|");
        foreach (var job in report.Jobs.GroupBy(static job => job.Key.Job))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {job.Key} | {Of(job, "memory"):N0} | {Of(job, "durable"):N0} |");

        Directory.CreateDirectory(Path.Combine(docs, "plots"));
        File.WriteAllText(Path.Combine(docs, "soak.md"), text.ToString().TrimEnd() + "\n");
        Plots(Path.Combine(docs, "plots"), report.Samples);
    }

    private static void Plots(string folder, IReadOnlyList<Sample> samples)
    {
        Write("soak-memory.svg",
            Line("managed heap, KiB", static sample => sample.Heap / 1024), Line("working set, MiB", static sample => sample.WorkingSet / (1 << 20)));
        Write("soak-throughput.svg",
            Line("jobs a second, in memory", static sample => sample.RateOf("memory")), Line("jobs a second, durable", static sample => sample.RateOf("durable")));

        Curve Line(string label, Func<Sample, double> value) => new(label, [.. samples.Select(value)]);

        void Write(string file, Curve left, Curve right)
        {
            double[] at = [.. samples.Select(static sample => sample.At.TotalMinutes)];
            var step = Steps.FirstOrDefault(step => at[^1] / step <= 8, Steps[^1]);
            // The last sample may come a moment early.
            double[] marks = [.. Enumerable.Range(1, (int)((at[^1] + 0.1) / step)).Select(mark => mark * step)];
            File.WriteAllText(Path.Combine(folder, file), Plot.Of(new Chart("minutes", at, left, right) { Marks = marks }));
        }
    }

    private static void Row(StringBuilder text, SoakReport report, string name, Func<Sample, double> value) => text.AppendLine(
        CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", report.Quarters.All.Select(quarter => value(quarter).ToString("N0", CultureInfo.InvariantCulture)))} |");

    private static long Of(IEnumerable<KeyValuePair<KindName, long>> jobs, string host) => jobs.Where(job => job.Key.Host == host).Sum(static job => job.Value);
}

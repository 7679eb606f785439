using System.Globalization;

namespace Agents.Benchmarks.Ratios;

/// <summary>Compares what operations allocate with a table that is kept: unlike times, that is the same on every machine.</summary>
internal static class Allocations
{
    /// <summary>What other threads of the process allocate meanwhile.</summary>
    private const double Tolerance = 0.05;

    public static async Task<int> RunAsync(IEnumerable<IRow> rows, string table, bool accept)
    {
        var known = File.Exists(table)
            ? File.ReadAllLines(table).Select(static line => line.Split('\t')).ToDictionary(static parts => parts[0], static parts => double.Parse(parts[1], CultureInfo.InvariantCulture))
            : [];
        var (lines, failed) = (new List<string>(), 0);
        foreach (var row in rows.OfType<Row>().Where(static row => !row.DependsOnTiming))
        {
            for (var warm = 0; warm < 4; warm++)
                await row.Ours(row.Operations);
            var bytes = Math.Round(await Runner.BytesAsync(row.Ours, row.Operations), row.Operations > 1_000 && row.MaxBytes < 100 ? 1 : 0);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{row.Name}\t{bytes}"));
            var verdict = accept ? "accepted"
                : !known.TryGetValue(row.Name, out var before) ? "not in the table"
                : bytes > (before * (1 + Tolerance)) + 2 ? string.Create(CultureInfo.InvariantCulture, $"more than the {before} of the table")
                : "ok";
            if (verdict is not ("ok" or "accepted"))
                failed++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Name,-52} {bytes,10:N1} B  {verdict}"));
        }

        if (accept)
            await File.WriteAllLinesAsync(table, lines);
        return failed == 0 ? 0 : 1;
    }
}

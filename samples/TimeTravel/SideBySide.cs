using Agents;
using Spectre.Console;

namespace TimeTravel;

/// <summary>Shows what two runs streamed. An invocation that one has taken over from the other has the same number in both.</summary>
internal static class SideBySide
{
    public static async Task ShowAsync((string Name, TravelerRun Run) left, (string Name, TravelerRun Run) right)
    {
        var (before, after) = (await ReadAsync(left.Run), await ReadAsync(right.Run));
        var rows = before.Keys.Union(after.Keys).Order()
            .Select(visit => new Row($"Visit #{visit}", before.GetValueOrDefault(visit, []), after.GetValueOrDefault(visit, [])))
            .Prepend(new Row("", [left.Name], [right.Name]));
        if (AnsiConsole.Profile.Out.IsTerminal)
            AnsiConsole.Write(ToTable(rows));
        else
            WriteColumns(rows);
    }

    /// <summary>What each visit streamed, by the number of its invocation.</summary>
    private static async Task<Dictionary<int, IReadOnlyList<string>>> ReadAsync(TravelerRun run)
    {
        var snapshot = await run.Visit.GetSnapshotAsync();
        return snapshot.Invocations.ToDictionary(visit => visit.Key.Ordinal, visit => visit.Value.Chunks);
    }

    private static Table ToTable(IEnumerable<Row> rows)
    {
        var table = new Table { ShowHeaders = false, ShowRowSeparators = true }.AddColumns("", "", "");
        foreach (var (name, left, right) in rows)
            table.AddRow(new Text(name), new Text(string.Join('\n', left)), new Text(string.Join('\n', right)));
        return table;
    }

    private static void WriteColumns(IEnumerable<Row> rows)
    {
        foreach (var (name, left, right) in rows)
        {
            for (var line = 0; line < Math.Max(left.Count, right.Count); line++)
            {
                var columns = $"{(line == 0 ? name : ""),-10} {left.ElementAtOrDefault(line),-26} {right.ElementAtOrDefault(line)}";
                Console.WriteLine(columns.TrimEnd());
            }
        }
    }

    private sealed record Row(string Name, IReadOnlyList<string> Left, IReadOnlyList<string> Right);
}

using System.Globalization;

namespace Agents.Generators.Benchmarks;

/// <summary>A table of a page, between the comments <c>table: name</c> and <c>/table</c>.</summary>
internal sealed class Table(string name, params string[] columns)
{
    private readonly List<string> rows = [];

    public void Add(params string[] cells)
    {
        rows.Add($"| {string.Join(" | ", cells)} |");
        Console.Error.WriteLine(rows[^1]);
    }

    public override string ToString() =>
        $"| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select((_, i) => i == 0 ? "---|" : "--:|"))}\n{string.Concat(rows.Select(row => row + "\n"))}";

    /// <summary>Puts the table in its place in a page.</summary>
    public string WriteTo(string page)
    {
        var begin = $"<!-- table: {name} -->\n";
        var start = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var end = start < begin.Length ? -1 : page.IndexOf("<!-- /table -->\n", start, StringComparison.Ordinal);
        return end < 0 ? throw new InvalidOperationException($"The page has no place for table '{name}'.") : page[..start] + this + page[end..];
    }

    public static string Show(TimeSpan time) => time.TotalMilliseconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:F0} µs"),
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F1} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:N0} ms"),
    };

    public static string Show(long bytes) => bytes < 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F0} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024:F1} MB");

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share:P1}").Replace(" ", " ", StringComparison.Ordinal);
}

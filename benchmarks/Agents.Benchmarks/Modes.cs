using System.Globalization;
using System.Text.Json;
using Agents.Benchmarks.Durable;
using Agents.Benchmarks.Ratios;
using Agents.Benchmarks.Reports;
using Agents.Benchmarks.Scale;

namespace Agents.Benchmarks;

/// <summary>What the program can do.</summary>
internal static class Modes
{
    public static async Task RatiosAsync(bool isJson, string only, bool isTogether)
    {
        await using var all = new AllRows();
        if (!isJson)
            Console.WriteLine($"{"",-52} {"ours",11} {"reference",11} {"ratio",8} {"bytes",12}  {"goal",-28}");
        var rows = (await all.GetRatiosAsync()).Where(row => row.Name.Contains(only, StringComparison.OrdinalIgnoreCase));
        await Table.MeasureAsync(rows, isTogether, result => Console.WriteLine(isJson ? JsonSerializer.Serialize(result, Apart.Json) : result.ToString()));
    }

    /// <summary>Measures one row, for <see cref="Apart"/>.</summary>
    public static async Task RowAsync(string name)
    {
        await using var all = new AllRows();
        var row = await all.FindAsync(name);
        Console.WriteLine(JsonSerializer.Serialize(await row.MeasureAsync(Table.Budget), Apart.Json));
    }

    /// <summary>What the short rows cost by hand, with no more than what is demanded.</summary>
    public static async Task FloorsAsync()
    {
        await using var all = new AllRows();
        await Table.MeasureAsync(all.Floors, isTogether: false, Console.WriteLine);
    }

    public static async Task<int> AllocationsAsync(bool accept)
    {
        await using var all = new AllRows();
        return await Allocations.RunAsync(all.InMemory, Path.Combine(AppContext.BaseDirectory, accept ? "../../../allocations.txt" : "allocations.txt"), accept);
    }

    public static async Task JournalAsync()
    {
        foreach (var batch in new[] { 64, 512 })
            await AppendRate.MeasureAsync(batch, rounds: 7, seconds: 0.7);
        await Listing.MeasureAsync(runs: 100_000, events: 5);
    }

    public static async Task TypesAsync(string only)
    {
        await using var all = new AllRows();
        foreach (var row in all.InMemory.OfType<Row>().Where(row => row.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
            await AllocationProfile.RunAsync(row, TimeSpan.FromSeconds(4));
    }

    public static async Task<List<Series>> ScaleAsync(long most)
    {
        var growth = await Growth.MeasureAsync(most);
        foreach (var series in growth)
        {
            Console.WriteLine($"{series.Name} (one {series.Unit}; bytes {series.Bytes})");
            foreach (var point in series.Points)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {point.Size,12:N0} {point.Nanoseconds,12:N0} ns {point.Bytes,12:N0} B"));
        }

        return growth;
    }

    public static async Task ReportAsync(string docs)
    {
        await using var all = new AllRows();
        var rows = await all.GetRatiosAsync();
        var ratios = await Table.MeasureAsync(rows, isTogether: false, Console.WriteLine);
        var floors = await Table.MeasureAsync(all.Floors, isTogether: false, Console.WriteLine);
        var together = await Table.MeasureAsync(rows, isTogether: true, Console.WriteLine);
        Page.Write(docs, ratios, together, floors, await ScaleAsync(10_000_000));
    }
}

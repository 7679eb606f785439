using System.Globalization;
using System.Text.Json;
using Agents.Benchmarks.Durable;
using Agents.Benchmarks.Floors;
using Agents.Benchmarks.Ratios;
using Agents.Benchmarks.Reports;
using Agents.Benchmarks.Scale;

namespace Agents.Benchmarks;

/// <summary>What the program can do.</summary>
internal static class Modes
{
    /// <summary>How long a row is measured.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(6);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> RatiosAsync(bool isJson, string only)
    {
        await using var host = Hosts.Create();
        await using var streams = Hosts.Create(static options => options.Retention.MaxFinishedRuns = 4);
        if (!isJson)
            Console.WriteLine($"{"",-52} {"ours",11} {"reference",11} {"ratio",8} {"bytes",12}  {"goal",-28}");
        await using var durable = await DurableRows.CreateAsync();
        var rows = Table.InMemory(host, streams).Concat(durable.All).Where(row => row.Name.Contains(only, StringComparison.OrdinalIgnoreCase));
        await Table.MeasureAsync(rows, Budget, result => Console.WriteLine(isJson ? JsonSerializer.Serialize(result, Json) : result.ToString()));
        return 0;
    }

    /// <summary>What the short rows cost by hand, with no more than what is demanded.</summary>
    public static async Task<List<(IRow Row, Result Result)>> FloorsAsync()
    {
        await using var host = Hosts.Create();
        await using var streams = Hosts.Create(static options => options.Retention.MaxFinishedRuns = 4);
        return await Table.MeasureAsync(FloorRows.Of(Table.InMemory(host, streams)), Budget, static result => Console.WriteLine(result));
    }

    public static async Task<int> AllocationsAsync(bool accept)
    {
        await using var host = Hosts.Create();
        await using var streams = Hosts.Create(static options => options.Retention.MaxFinishedRuns = 4);
        return await Allocations.RunAsync(Table.InMemory(host, streams), Path.Combine(AppContext.BaseDirectory, accept ? "../../../allocations.txt" : "allocations.txt"), accept);
    }

    public static async Task JournalAsync()
    {
        foreach (var batch in new[] { 64, 512 })
            await AppendRate.MeasureAsync(batch, rounds: 7, seconds: 0.7);
        await Listing.MeasureAsync(runs: 100_000, events: 5);
    }

    public static async Task TypesAsync(string only)
    {
        await using var host = Hosts.Create();
        await using var streams = Hosts.Create(static options => options.Retention.MaxFinishedRuns = 4);
        foreach (var row in Table.InMemory(host, streams).OfType<Row>().Where(row => row.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
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
        var ratios = await MeasureAllAsync();
        var floors = await FloorsAsync();
        Page.Write(docs, ratios, floors, await ScaleAsync(10_000_000));
    }

    private static async Task<List<(IRow Row, Result Result)>> MeasureAllAsync()
    {
        await using var host = Hosts.Create();
        await using var streams = Hosts.Create(static options => options.Retention.MaxFinishedRuns = 4);
        await using var durable = await DurableRows.CreateAsync();
        return await Table.MeasureAsync(Table.InMemory(host, streams).Concat(durable.All), Budget, static result => Console.WriteLine(result));
    }
}

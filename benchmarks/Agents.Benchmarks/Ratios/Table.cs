using Microsoft.Extensions.DependencyInjection;

namespace Agents.Benchmarks.Ratios;

/// <summary>All rows.</summary>
internal static class Table
{
    /// <summary>The rows of what runs in memory.</summary>
    /// <param name="host">A host with the default options, which keeps 5,000 finished runs.</param>
    /// <param name="streams">
    /// One that keeps few, for runs of many chunks or invocations: gigabytes of finished ones would measure how fast the machine gives
    /// memory.
    /// </param>
    public static IEnumerable<IRow> InMemory(IServiceProvider host, IServiceProvider streams)
    {
        var chunks = new StreamRows(
            streams.GetRequiredService<PumpClient>(), streams.GetRequiredService<MetronomeClient>(), streams.GetRequiredService<CrowdClient>());
        var runs = new RunRows(
            host.GetRequiredService<AdderClient>(), host.GetRequiredService<PumpClient>(), host.GetRequiredService<ChainClient>(),
            streams.GetRequiredService<FanClient>());
        return
        [
            .. chunks.Live(), .. runs.All(), new WaitingRow(host.GetRequiredService<AskerClient>()), new MillionRow(), .. chunks.Paced(),
        ];
    }

    /// <summary>Measures rows, telling of each as it is done.</summary>
    public static async Task<List<(IRow Row, Result Result)>> MeasureAsync(IEnumerable<IRow> rows, TimeSpan budget, Action<Result> tell)
    {
        var results = new List<(IRow, Result)>();
        foreach (var row in rows)
        {
            var result = await row.MeasureAsync(budget);
            tell(result);
            results.Add((row, result));
        }

        return results;
    }
}

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

    /// <summary>How long a row is measured.</summary>
    public static TimeSpan Budget { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Measures rows, telling of each as it is done.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isTogether">Whether in this process, one after the other; else each in a process of its own.</param>
    /// <param name="tell">Told of each.</param>
    public static async Task<List<(IRow Row, Result Result)>> MeasureAsync(IEnumerable<IRow> rows, bool isTogether, Action<Result> tell)
    {
        var results = new List<(IRow, Result)>();
        foreach (var row in rows)
        {
            var result = isTogether ? await row.MeasureAsync(Budget) : await Apart.MeasureAsync(row.Name);
            tell(result);
            results.Add((row, result));
        }

        return results;
    }
}

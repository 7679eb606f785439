using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Agents.Benchmarks.Ratios;

namespace Agents.Benchmarks.Peers;

/// <summary>Each job beside each peer that can do it, a line for each.</summary>
internal static class PeerTable
{
    /// <summary>How long a row is measured.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    /// <summary>How long each side is warmed before.</summary>
    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(0.7);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task RunAsync(bool isJson, string only)
    {
        await using var host = Hosts.Create();
        await using var few = Hosts.Create(static options => options.Retention.MaxFinishedRuns = 4);
        await using var framework = new AgentFrameworkPeer();
        await using var anew = new AgentFrameworkAnewPeer();
        await using var akka = new AkkaPeer();
        await using var dataflow = new DataflowPeer();
        await using var channels = new ChannelPeer();
        if (!isJson)
            Console.WriteLine($"{"",-63} {"ours",11} {"peer",11} {"ratio",9} {"bytes",12} {"peer's",12}  {"goal",-10}");
        foreach (var row in PeerRows.All(new OurAgents(host, few), [framework, anew, akka, dataflow, channels]))
        {
            if (!row.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
                continue;
            await WarmAsync(row.Ours, row.Operations);
            await WarmAsync(row.Reference, row.Operations);
            var result = await row.MeasureAsync(Budget);
            // What has no goal cannot meet it.
            if (result is { Goal: "", Verdict: "met" })
                result = result with { Verdict = "-" };
            Console.WriteLine(isJson ? JsonSerializer.Serialize(result, Json) : Line(result));
        }
    }

    /// <summary>Beside a slow peer there are few operations: too few for the compiler to see what is hot.</summary>
    private static async Task WarmAsync(Func<int, Task<TimeSpan>> act, int operations)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Warmth)
            await act(operations);
    }

    private static string Line(Result result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Name,-63} {Time(result.Ours),11} {Time(result.Reference),11} {result.Ratio,9:0.0000} {result.Bytes,10:N0} B {result.ReferenceBytes,10:N0} B  {result.Goal,-10} {result.Verdict}");

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:N0} ns"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000:N1} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000:N1} ms"),
    };
}

using Agents.Benchmarks.Ratios;

namespace Agents.Benchmarks.Floors;

/// <summary>
/// The rows of whole runs once more, each done by hand: as little as does what is demanded, and nothing of what else the runtime does
/// (retries, limits, gates, streams, people, forks, telemetry). What it costs is a floor that ours cannot lie below.
/// </summary>
internal static class FloorRows
{
    private static readonly BareNode[] Adder =
    [
        static (attempt, input) =>
        {
            attempt.Token.ThrowIfCancellationRequested();
            attempt.Return(input + 2);
        },
    ];

    private static readonly BareNode[] Chain = MakeChain();

    private static readonly BareNode[] Fan = [Spread, static (attempt, input) => attempt.Gather(input & 1)];

    /// <summary>The floors of rows, beside the reference of each.</summary>
    public static IEnumerable<Row> Of(IEnumerable<Row> rows)
    {
        foreach (var row in rows)
        {
            Func<BareHost, Task>? act = row.Name switch
            {
                _ when row.Name.StartsWith("run of one node, start", StringComparison.Ordinal) => static host => BareRun.InvokeAsync(host, Adder, 1, 5),
                _ when row.Name.StartsWith("chain of ten", StringComparison.Ordinal) => static host => BareRun.InvokeAsync(host, Chain, 0, 23),
                _ when row.Name.StartsWith("fan-out of 1,000", StringComparison.Ordinal) => static host => BareRun.InvokeAsync(host, Fan, 1_000, 7),
                _ => null,
            };
            if (act is null)
                continue;
            var host = new BareHost();
            yield return row with { Name = $"{row.Name}, by hand", Ours = count => RunRows.RepeatAsync(count, async () => await act(host)) };
            yield return row with
            {
                Name = $"{row.Name}, beside that", Reference = count => RunRows.RepeatAsync(count, async () => await act(host)),
                MaxRatio = null, MaxBytes = null, MaxBytesRatio = null, Beside = "the same by hand",
            };
        }
    }

    private static void Spread(BareAttempt attempt, int input)
    {
        for (var index = 0; index < input; index++)
            attempt.Emit(Fan[1], index);
    }

    private static BareNode[] MakeChain()
    {
        var nodes = new BareNode[10];
        for (var index = 0; index < nodes.Length; index++)
        {
            var next = index + 1;
            nodes[index] = next == nodes.Length
                ? static (attempt, input) => attempt.Return(input + 1)
                : (attempt, input) => attempt.Emit(nodes[next], input + 1);
        }

        return nodes;
    }
}

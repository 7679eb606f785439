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
    public static IEnumerable<IRow> Of(IEnumerable<IRow> rows)
    {
        foreach (var row in rows)
        {
            if (row is Row measured && Find(row.Name) is { } act)
            {
                yield return measured with { Name = $"{row.Name}, by hand", Ours = act };
                yield return measured with
                {
                    Name = $"{row.Name}, beside that", Reference = act,
                    MaxRatio = null, MinRate = null, MaxBytes = null, MaxBytesRatio = null, Beside = "the same by hand",
                };
            }
        }

        yield return new BareWaits();
    }

    private static Func<int, Task<TimeSpan>>? Find(string name)
    {
        return name switch
        {
            _ when Begins("paced chunk, one") => BareStreams.PacedAsync,
            _ when Begins("chunk, 64") => static count => BareStreams.CrowdAsync(count, 64),
            _ when Begins("run of one node, start") => Repeat(static host => BareRun.InvokeAsync(host, Adder, 1, 5)),
            _ when Begins("run of one node, ten") => Repeat(BareStreams.TenAsync),
            _ when Begins("chain of ten") => Repeat(static host => BareRun.InvokeAsync(host, Chain, 0, 23)),
            _ when Begins("fan-out of 1,000") => Repeat(static host => BareRun.InvokeAsync(host, Fan, 1_000, 7)),
            _ => null,
        };

        bool Begins(string text) => name.StartsWith(text, StringComparison.Ordinal);

        static Func<int, Task<TimeSpan>> Repeat(Func<BareHost, Task> act)
        {
            var host = new BareHost();
            return count => RunRows.RepeatAsync(count, async () => await act(host));
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

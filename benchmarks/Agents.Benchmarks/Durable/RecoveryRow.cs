using Agents.Benchmarks.Ratios;

namespace Agents.Benchmarks.Durable;

/// <summary>How long a host takes to start that finds many runs that wait for people.</summary>
internal sealed class RecoveryRow : IRow
{
    private const int Runs = 100_000;
    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(10);

    public string Name => "recovery of 100,000 waiting runs";

    public string Beside => "nothing: the time of the start, and bytes that a run holds";

    public async Task<Result> MeasureAsync(TimeSpan budget)
    {
        var (time, bytes) = await Recovery.MeasureAsync(Runs);
        return new Result(Name, time.TotalNanoseconds, 0, 0, bytes, 0, $"<= {Goal.TotalSeconds:0} s", time <= Goal ? "met" : "short");
    }
}

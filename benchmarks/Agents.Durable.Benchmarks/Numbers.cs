namespace Agents.Durable.Benchmarks;

internal static class Numbers
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}

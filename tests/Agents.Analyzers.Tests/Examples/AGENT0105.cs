#region bad
[AgentModule]
public sealed partial class Meter
{
    [Node]
    public double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Meter
{
    [Node]
    public double Sum(double[] values) => values.Sum();
}
#endregion

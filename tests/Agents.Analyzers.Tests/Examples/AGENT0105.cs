#region bad
[AgentModule]
public sealed partial class Meter
{
    [Node]
    public double Average(ReadOnlySpan<double> values) => values.Length == 0 ? 0 : values[0];
}
#endregion

#region good
[AgentModule]
public sealed partial class Meter
{
    [Node]
    public double Average(double[] values) => values.Length == 0 ? 0 : values.Average();
}
#endregion

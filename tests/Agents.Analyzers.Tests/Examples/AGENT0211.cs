#region bad
[AgentModule]
public sealed partial class Counter
{
    [AggregateStart]
    public void Split(string[] words, Edge<string> longest, Edge<string> count)
    {
        Array.ForEach(words, longest.Emit);
        Array.ForEach(words, count.Emit);
    }

    [Aggregate<MaxAggregator<string>>]
    public string Longest(string? word) => word ?? "none";

    [Aggregate<CountAggregator<string>>]
    public string Count(int words) => $"{words} words";
}
#endregion

#region good
[AgentModule]
public sealed partial class Counter
{
    [AggregateStart]
    public void Split(string[] words, Edge<string> report) => Array.ForEach(words, report.Emit);

    [Aggregate]
    public string Report(IReadOnlyList<string> words) => $"{words.Count} words up to {words.Max()}";
}
#endregion

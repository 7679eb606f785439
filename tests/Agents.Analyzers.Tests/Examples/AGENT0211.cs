#region bad
[AgentModule]
public sealed partial class Counter
{
    [AggregateStart]
    public void Split(string[] words, Edge<int> longest, Edge<string> count)
    {
        Array.ForEach(words, word => longest.Emit(word.Length));
        Array.ForEach(words, count.Emit);
    }

    [Aggregate<MaxAggregator<int>>]
    public string Longest(int length) => $"{length} letters";

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
    public string Report(IReadOnlyList<string> words) => $"{words.Count} words, the longest {words.MaxBy(word => word.Length)}";
}
#endregion

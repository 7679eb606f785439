#region bad
[AgentModule]
public sealed partial class Reader
{
    [AggregateStart]
    public void Split(string[] pages, Edge<string> gather) => Array.ForEach(pages, gather.Emit);

    [Aggregate<List<string>>]
    public int Gather(List<string> pages) => pages.Count;
}
#endregion

#region good
[AgentModule]
public sealed partial class Reader
{
    [AggregateStart]
    public void Split(string[] pages, Edge<string> gather) => Array.ForEach(pages, gather.Emit);

    [Aggregate<SetAggregator<string>>]
    public int Gather(IReadOnlySet<string> pages) => pages.Count;
}
#endregion

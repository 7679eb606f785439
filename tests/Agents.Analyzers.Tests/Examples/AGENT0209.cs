#region bad
[AgentModule]
public sealed partial class Reader
{
    [Node]
    public void Split(string[] pages, Edge<string> gather) => Array.ForEach(pages, gather.Emit);

    [Aggregate]
    public int Gather(IReadOnlyList<string> pages) => pages.Count;
}
#endregion

#region good
[AgentModule]
public sealed partial class Reader
{
    [AggregateStart]
    public void Split(string[] pages, Edge<string> gather) => Array.ForEach(pages, gather.Emit);

    [Aggregate]
    public int Gather(IReadOnlyList<string> pages) => pages.Count;
}
#endregion

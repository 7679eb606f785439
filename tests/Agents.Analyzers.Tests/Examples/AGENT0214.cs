#region bad
[AgentModule]
public sealed partial class Reader
{
    [AggregateStart]
    public int Split(string[] pages, Edge<string> gather)
    {
        Array.ForEach(pages, gather.Emit);
        return pages.Length;
    }

    [Aggregate]
    public string Gather(IReadOnlyList<string> pages) => string.Concat(pages);
}
#endregion

#region good
[AgentModule]
public sealed partial class Reader
{
    [AggregateStart]
    public int Split(string[] pages, Edge<string> gather)
    {
        Array.ForEach(pages, gather.Emit);
        return pages.Length;
    }

    [Aggregate]
    public string Gather(IReadOnlyList<string> pages, int all) => $"{pages.Count} of {all}: {string.Concat(pages)}";
}
#endregion

#region bad
[AgentModule]
public sealed partial class Reader
{
    [AggregateStart]
    public int Split(string[] pages, Edge<string> read)
    {
        Array.ForEach(pages, read.Emit);
        return pages.Length;
    }

    [Node]
    public int Read(string page) => page.Length;
}
#endregion

#region good
[AgentModule]
public sealed partial class Reader
{
    [AggregateStart]
    public int Split(string[] pages, Edge<string> read)
    {
        Array.ForEach(pages, read.Emit);
        return pages.Length;
    }

    [Node]
    public void Read(string page, Edge<int> average) => average.Emit(page.Length);

    [Aggregate<SumAggregator<int>>]
    public int Average(int letters, int pages) => letters / Math.Max(pages, 1);
}
#endregion

#region bad
[AgentModule]
public sealed partial class Reader
{
    [AggregateStart]
    public void Split(string[] pages, Edge<string> read) => Array.ForEach(pages, read.Emit);

    [Node]
    public void Read(string page, Edge<string> gather, Edge<string> report)
    {
        if (page.Length > 0)
            gather.Emit(page);
        else
            report.Emit("An empty page.");
    }

    [Aggregate]
    public void Gather(IReadOnlyList<string> pages, Edge<string> report) => report.Emit($"{pages.Count} pages.");

    [Node]
    public string Report(string text) => text;
}
#endregion

#region good
[AgentModule]
public sealed partial class Reader
{
    [AggregateStart]
    public void Split(string[] pages, Edge<string> read) => Array.ForEach(pages, read.Emit);

    [Node]
    public void Read(string page, Edge<string> gather) => gather.Emit(page.Length > 0 ? page : "An empty page.");

    [Aggregate]
    public void Gather(IReadOnlyList<string> pages, Edge<string> report) => report.Emit($"{pages.Count} pages.");

    [Node]
    public string Report(string text) => text;
}
#endregion

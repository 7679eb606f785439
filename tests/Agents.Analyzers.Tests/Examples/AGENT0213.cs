#region bad
[AgentModule]
public sealed partial class Library
{
    [AggregateStart]
    public void Books(string[][] books, Edge<string[]> pages) => Array.ForEach(books, pages.Emit);

    [AggregateStart]
    public void Pages(string[] pages, Edge<string> book) => Array.ForEach(pages, book.Emit);

    [Aggregate(Start = nameof(Books))]
    public void Book(IReadOnlyList<string> pages, Edge<int> shelf) => shelf.Emit(pages.Count);

    [Aggregate<SumAggregator<int>>]
    public int Shelf(int pages) => pages;
}
#endregion

#region good
[AgentModule]
public sealed partial class Library
{
    [AggregateStart]
    public void Books(string[][] books, Edge<string[]> pages) => Array.ForEach(books, pages.Emit);

    [AggregateStart]
    public void Pages(string[] pages, Edge<string> book) => Array.ForEach(pages, book.Emit);

    [Aggregate(Start = nameof(Pages))]
    public void Book(IReadOnlyList<string> pages, Edge<int> shelf) => shelf.Emit(pages.Count);

    [Aggregate<SumAggregator<int>>]
    public int Shelf(int pages) => pages;
}
#endregion

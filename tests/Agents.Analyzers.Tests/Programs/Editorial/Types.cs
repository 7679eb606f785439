namespace Editorial;

public sealed record Article(string Title, int Letters);

public sealed record Decision(bool IsAccepted, string? Remark = null);

[ChunkUnion]
public abstract partial record Revision
{
    public sealed record Shortened(string Text) : Revision;

    public sealed record Counted(string Text, int Letters) : Revision;
}

/// <summary>Puts the longest first. Takes articles, and titles with their lengths.</summary>
public sealed class Ranking :
    IAggregator<Article, List<Article>, IReadOnlyList<string>>,
    IAggregator<(string Title, int Letters), List<Article>, IReadOnlyList<string>>
{
    public static List<Article> Create() => [];

    public static void Add(ref List<Article> state, Article item) => state.Add(item);

    static void IAggregator<(string Title, int Letters), List<Article>, IReadOnlyList<string>>.Add(
        ref List<Article> state, (string Title, int Letters) item) => state.Add(new Article(item.Title, item.Letters));

    public static IReadOnlyList<string> Finish(ref List<Article> state) =>
        [.. state.OrderByDescending(article => article.Letters).Select(article => article.Title)];
}

public interface IPress
{
    Task PrintAsync(string title, IReadOnlyList<string> articles, string key, CancellationToken cancellationToken);
}

namespace Study;

public sealed record Query(string Text, int Weight);

public sealed record Draft(string Topic, IReadOnlyList<string> Texts);

public sealed record Report(string Topic, string Text, int[] Lengths);

public readonly record struct Hit(string Address, string Title, int Weight);

[ChunkUnion]
public abstract partial record Planning
{
    public sealed record Question(int Number, string Text) : Planning;

    public sealed record Done(TimeSpan Took, int Attempt) : Planning
    {
        public bool IsQuick => Took < TimeSpan.FromSeconds(1);
    }
}

[ChunkUnion(Discriminator = "kind")]
public abstract partial record Reviewing
{
    [ChunkCase("begun")]
    public sealed record Begun(string Topic) : Reviewing;

    public sealed record Ended(string Verdict, string? Remark = null) : Reviewing;
}

public sealed record Page(string Address, string Title)
{
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return Title;
    }
}

public interface ISearchEngine
{
    Task<IReadOnlyList<Page>> FindAsync(string words, CancellationToken cancellationToken);
}

public interface ILanguageModel
{
    IAsyncEnumerable<string> AskAsync(string question, CancellationToken cancellationToken = default);
}

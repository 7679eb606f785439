namespace Research;

public sealed record Query(string Topic, int Depth = 2, string Language = "en");

public sealed record Source(Uri Address, string Title, string Text);

public sealed record Summary(string Heading, string Text, Uri Address);

public sealed record Report(string Topic, IReadOnlyList<Summary> Summaries, int Rounds)
{
    public override string ToString() => $"{Topic}: {string.Join("; ", Summaries.Select(summary => summary.Heading))} ({Rounds} rounds)";
}

/// <summary>What is seen of a search.</summary>
[ChunkUnion]
public abstract partial record SearchChunk
{
    public sealed record Searching(string Phrase, int Attempt) : SearchChunk;

    public sealed record Found(string Phrase, Uri Address, string Title) : SearchChunk;

    [ChunkCase("none")]
    public sealed record Nothing(string Phrase, string? Reason = null) : SearchChunk
    {
        public bool IsKnown => Reason is not null;
    }
}

/// <summary>What is seen of a text while it is written.</summary>
[ChunkUnion(Discriminator = "kind")]
public abstract partial record WritingChunk(string Heading)
{
    public sealed record Token(string Heading, string Text) : WritingChunk(Heading);

    public sealed record Finished(string Heading, int Words) : WritingChunk(Heading);
}

/// <summary>What a review says of a summary.</summary>
public enum Verdict
{
    Good,
    Thin,
    OffTopic,
}

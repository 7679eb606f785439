namespace Editorial;

/// <summary>Revises articles in parallel, ranks them, and has the issue approved by a person.</summary>
[AgentModule("editorial", Version = "2"), Budget(Invocations = 500, Chunks = 10_000, Seconds = 120)]
public sealed partial class Desk(CounterClient counter, IPress press)
{
    [AggregateStart(Entry = true)]
    public int Plan(string[] texts, Edge<string> revise, [To(nameof(Collect))] Edge<Article> blank)
    {
        foreach (var text in texts)
        {
            if (text.Length == 0)
                blank.Emit(new Article("(blank)", 0));
            else
                revise.Emit(text);
        }

        return texts.Length;
    }

    /// <summary>Goes round within the scope until there is nothing left to shorten.</summary>
    [Node, Budget(Rounds = 5)]
    public async Task Revise(
        string text, [To(nameof(Revise))] Edge<string> again, Edge<string, int> collect, ChunkWriter<Revision> revisions,
        CancellationToken cancellationToken)
    {
        if (text.EndsWith('!'))
        {
            await revisions.ShortenedAsync(text, cancellationToken);
            again.Emit(text[..^1]);
            return;
        }

        var letters = await counter.InvokeAsync(text, cancellationToken: cancellationToken);
        await revisions.CountedAsync(text, letters, cancellationToken);
        collect.Emit(text, letters);
    }

    [Aggregate<Ranking>(Start = nameof(Plan))]
    public void Collect(IReadOnlyList<string> ranking, int texts, Edge<IReadOnlyList<string>> approve)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(ranking.Count, texts);
        approve.Emit(ranking);
    }

    /// <summary>Prints what is accepted; of what is not, only the first article is kept.</summary>
    [Node]
    public async Task<string?> Approve(
        IReadOnlyList<string> articles, HumanInput<IReadOnlyList<string>, Decision> approval, HumanInput<string, string?> title,
        Edge<string[]> plan, NodeContext context, CancellationToken cancellationToken)
    {
        var decision = await approval.AskAsync(articles, new AskOptions<Decision> { ExpiresAfter = TimeSpan.FromDays(7) }, cancellationToken);
        if (!decision.IsAccepted)
        {
            plan.Emit([.. articles.Take(1)]);
            return null;
        }

        var name = await title.AskAsync(articles[0], cancellationToken: cancellationToken) ?? "Untitled";
        await press.PrintAsync(name, articles, context.IdempotencyKey, cancellationToken);
        return $"{name}: {string.Join(", ", articles)}";
    }
}

/// <summary>Counts letters: words within pages, both gathered.</summary>
[AgentModule]
public sealed partial class Counter
{
    [AggregateStart]
    public void Pages(string text, Edge<string> words) => Array.ForEach(text.Split('\n'), words.Emit);

    [AggregateStart]
    public int Words(string page, Edge<string> measure)
    {
        var words = page.Split(' ');
        Array.ForEach(words, measure.Emit);
        return words.Length;
    }

    [Node(CacheSeconds = 60)]
    public void Measure(string word, Edge<int> page) => page.Emit(word.Length);

    [Aggregate<SumAggregator<int>>]
    public void Page(int letters, int words, Edge<int> total) => total.Emit(words > 0 ? letters : 0);

    [Aggregate]
    public int Total(IReadOnlyList<int> pages) => pages.Sum();
}

namespace Study;

/// <summary>Plans, searches in parallel, reads what it found, reviews, and goes round again until the review is content.</summary>
[AgentModule("research", Version = "3", MaxAttempts = 4, RunTimeoutSeconds = 600)]
public sealed partial class ResearchAgent(ILanguageModel model, TimeProvider time)
{
    private static readonly string[] Stopwords = ["the", "a", "of"];
    private readonly Dictionary<string, int> weights = new() { ["primary"] = 3, ["secondary"] = 1 };

    [Node(Entry = true, TimeoutSeconds = 30)]
    public async Task PlanAsync(
        string topic, int depth, ChunkWriter<Planning> planning, Edge<Query> search, Edge<Draft, int> review,
        NodeContext context, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topic);
        var questions = new List<string>();
        await foreach (var question in model.AskAsync($"What should one know about {topic}?", cancellationToken).ConfigureAwait(false))
        {
            questions.Add(question);
            await planning.WriteAsync(new Planning.Question(questions.Count, question), cancellationToken);
        }

        if (questions is [])
        {
            review.Emit(new Draft(topic, []), depth);
            return;
        }

        foreach (var (index, question) in questions.Index().Where(pair => !IsTrivial(pair.Item)))
            search.Emit(new Query(question, Weight: weights.GetValueOrDefault(index == 0 ? "primary" : "secondary", 1)));
        if (questions.TrueForAll(IsTrivial))
            review.Emit(new Draft(topic, questions), depth);
        await planning.WriteAsync(new Planning.Done(time.GetElapsedTime(time.GetTimestamp()), context.Attempt), cancellationToken);
    }

    [Node(MaxConcurrency = 8, NonRetryable = [typeof(FormatException)])]
    private async ValueTask Search(
        Query query, [Service] ISearchEngine engine, ChunkWriter<Hit> hits, Edge<Draft, int> review, CancellationToken cancellationToken)
    {
        var pages = await engine.FindAsync(query.Text, cancellationToken);
        var writes = pages.Select(page => hits.WriteAsync(new Hit(page.Address, page.Title, query.Weight), cancellationToken).AsTask());
        await Task.WhenAll(writes);
        var texts = await ReadAllAsync(pages, hits, cancellationToken);
        if (texts.Count > 0)
            review.Emit(new Draft(query.Text, texts), 1);
        else
            throw new NonRetryableException($"Nothing is known about '{query.Text}'.");
    }

    private static bool IsTrivial(string question) => question.Split(' ').All(word => Stopwords.Contains(word));

    private static async Task<List<string>> ReadAllAsync(IReadOnlyList<Page> pages, ChunkWriter<Hit> hits, CancellationToken cancellationToken)
    {
        var texts = new List<string>(pages.Count);
        foreach (var page in pages)
        {
            texts.Add(await page.ReadAsync(cancellationToken));
            await hits.WriteAsync(new Hit(page.Address, $"read: {page.Title}", Weight: 0), cancellationToken);
        }

        return texts;
    }
}

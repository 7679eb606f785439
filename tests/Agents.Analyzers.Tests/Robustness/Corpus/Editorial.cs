namespace My.Editorial;

/// <summary>Scopes in scopes and behind each other, folds of every kind, questions, budgets, a cache, a child, forks.</summary>
[AgentModule("editorial", Version = "2"), Budget(Invocations = 500, Chunks = 10_000, Seconds = 120.5)]
public sealed partial class Editorial(CounterClient counter, IPress press)
{
    [AggregateStart(Entry = true, MaxAttempts = 2)]
    public int? Plan(string[] texts, Edge<string> revise, [To(nameof(Collect))] Edge<Article> blank)
    {
        foreach (var text in texts)
        {
            if (text is "")
                blank.Emit(new Article("(blank)", 0));
            else
                revise.Emit(text);
        }

        return texts.Length;
    }

    [Node(CacheSeconds = 60), Budget(Rounds = 5)]
    private async Task Revise(
        string text, [To(nameof(Revise))] Edge<string> again, Edge<string, int> collect, ChunkWriter<string> revisions, CancellationToken cancellationToken)
    {
        if (text.EndsWith('!'))
        {
            await revisions.WriteAsync(text, cancellationToken);
            again.Emit(text[..^1]);
            return;
        }

        collect.Emit(text, await counter.InvokeAsync(text, cancellationToken: cancellationToken));
    }

    [Aggregate<Ranking>("ranking", Start = nameof(Plan), OnEarlyFinish = EarlyFinish.Drain)]
    public void Collect(IReadOnlyList<string> ranking, long? texts, Edge<IReadOnlyList<string>> approve)
    {
        if (texts > 0)
            approve.Emit(ranking);
    }

    [Node]
    public async Task<string?> ApproveAsync(
        IReadOnlyList<string> titles, HumanInput<string, bool> approval, HumanInput<IReadOnlyList<string>, string?> title,
        [To("Plan")] Edge<string[]> plan, NodeContext context, CancellationToken cancellationToken)
    {
        var name = await title.AskAsync(titles, cancellationToken: cancellationToken);
        var options = new AskOptions<bool> { Key = "approval", ExpiresAfter = TimeSpan.FromDays(1), DefaultAnswer = false };
        if (!await approval.AskAsync($"Print {name ?? "it"}?", options, cancellationToken))
        {
            plan.Emit([.. titles.Take(1)]);
            return null;
        }

        await press.PrintAsync(titles, context.IdempotencyKey, cancellationToken);
        return name;
    }
}

[AgentModule]
public sealed partial class Counter
{
    [AggregateStart] public void Pages(string text, Edge<string> words) => Array.ForEach(text.Split('\n'), words.Emit);
    [AggregateStart] public int Words(string page, Edge<string> measure) { Array.ForEach(page.Split(' '), measure.Emit); return page.Length; }
    [Node] public void Measure(string word, Edge<int> page) => page.Emit(word.Length);
    [Aggregate<SumAggregator<int>>] public void Page(int letters, int length, Edge<int> total) => total.Emit(letters);
    [Aggregate] public int Total(IReadOnlyList<int> pages) => pages.Sum();
}

public sealed record Article(string Title, int Letters);

public sealed class Ranking : IAggregator<Article, List<Article>, IReadOnlyList<string>>, IAggregator<(string Title, int Letters), List<Article>, IReadOnlyList<string>>
{
    public static List<Article> Create() => [];
    public static void Add(ref List<Article> state, Article item) => state.Add(item);
    static void IAggregator<(string Title, int Letters), List<Article>, IReadOnlyList<string>>.Add(ref List<Article> state, (string Title, int Letters) item) =>
        state.Add(new Article(item.Title, item.Letters));
    public static bool IsFinished(in List<Article> state) => state.Count == 100;
    public static IReadOnlyList<string> Finish(ref List<Article> state) => [.. state.OrderByDescending(article => article.Letters).Select(article => article.Title)];
}

public interface IPress
{
    Task PrintAsync(IReadOnlyList<string> titles, string key, CancellationToken cancellationToken);
}

public static class Office
{
    public static async Task<string?> RunAsync(EditorialClient editorial, string[] texts, CancellationToken cancellationToken)
    {
        var run = await editorial.StartAsync(texts, cancellationToken: cancellationToken);
        await foreach (var question in run.Title.ReadAsync().WithCancellation(cancellationToken))
            await run.Title.AnswerAsync(question, question.Question.FirstOrDefault(), cancellationToken);
        foreach (var question in await run.Approval.GetPendingAsync(cancellationToken))
            await run.Approval.AnswerAsync(question, true, cancellationToken);
        var fork = await editorial.ForkAsync(
            run.Id, changes => changes.Plan(new InvocationId(run.Id, 1), ["other"]), cancellationToken: cancellationToken);
        return await fork.GetResultAsync(cancellationToken);
    }
}

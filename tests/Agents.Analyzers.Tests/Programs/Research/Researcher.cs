using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Research;

/// <summary>Plans, searches, summarises and reviews until the review is content, or three rounds are over.</summary>
[AgentModule("research", Version = "3", MaxAttempts = 4, RunTimeoutSeconds = 900)]
public sealed partial class Researcher(ILanguageModel model, PageCache cache, ILogger<Researcher> logger)
{
    private const int MostRounds = 3;

    private static readonly char[] Separators = [',', ';'];
    private static readonly Meter Meter = new("Research");
    private static readonly Counter<int> Searches = Meter.CreateCounter<int>("research.searches");

    private static readonly Action<ILogger, string, string, int, Exception?> LogPlanning = LoggerMessage.Define<string, string, int>(
        LogLevel.Debug, new EventId(1, "Planning"), "{Greeting} plans about {Topic}, round {Round}.");

    private readonly string greeting = $"Researcher {typeof(Researcher).Assembly.GetName().Version}";

    /// <summary>Finds phrases to search for.</summary>
    [Node(Entry = true)]
    public async Task PlanAsync(Query query, Edge<Query, IReadOnlyList<string>, int> search, CancellationToken cancellationToken, int round = 1)
    {
        LogPlanning(logger, greeting, query.Topic, round, null);
        var answer = await model.AskAsync($"phrases for {query.Topic}", cancellationToken).ConfigureAwait(false);
        var phrases = new List<string>();
        foreach (var phrase in answer.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (phrases.Count == query.Depth)
                break;
            phrases.Add(phrase);
        }

        search.Emit(query, phrases, round);
    }

    /// <summary>Searches for all phrases at once, and tells of each as it is found.</summary>
    [Node(MaxConcurrency = 4, TimeoutSeconds = 60)]
    public async Task SearchAsync(
        Query query, IReadOnlyList<string> phrases, int round, ChunkWriter<SearchChunk> chunks, Edge<Query, Source[], int> summarise,
        [Service] ISearchEngine engine, NodeContext context, CancellationToken cancellationToken)
    {
        var pending = phrases.Select(FindAsync).ToList();
        var found = new List<Source>();
        while (pending.Count > 0)
        {
            var finished = await Task.WhenAny(pending);
            pending.Remove(finished);
            found.AddRange(await finished);
        }

        summarise.Emit(query, [.. found.DistinctBy(source => source.Address)], round);

        async Task<IEnumerable<Source>> FindAsync(string phrase)
        {
            Searches.Add(1);
            await chunks.SearchingAsync(phrase, context.Attempt, cancellationToken);
            IReadOnlyList<Source> sources;
            try
            {
                sources = await engine.SearchAsync(phrase, cancellationToken);
            }
            catch (SearchUnavailableException exception) when (exception.RetryAfter is { } pause)
            {
                await Task.Delay(pause, context.TimeProvider, cancellationToken);
                sources = await engine.SearchAsync(phrase, cancellationToken);
            }

            if (sources is [])
                await chunks.NothingAsync(phrase, cancellationToken: cancellationToken);
            foreach (var source in sources)
                await chunks.FoundAsync(phrase, source.Address, source.Title, cancellationToken);
            return sources.Select(cache.Intern);
        }
    }
}

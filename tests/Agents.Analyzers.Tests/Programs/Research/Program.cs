namespace Research;

/// <summary>Shows a run as it goes on, and gives its report.</summary>
public sealed class Screen(ResearcherClient researcher)
{
    private readonly List<string> log = [];
    private int words;

    public async Task<string> ShowAsync(Query query, CancellationToken cancellationToken)
    {
        ResearcherRun run = await researcher.StartAsync(query, options: new RunOptions { Key = query.Topic }, cancellationToken: cancellationToken);
        await using var searching = run.Search.Subscribe(
            searching: s => log.Add($"? {s.Phrase}"),
            found: f => log.Add($"+ {f.Title}"),
            nothing: n => log.Add($"- {n.Phrase}{(n.IsKnown ? $" ({n.Reason})" : "")}"));
        await using var writing = run.Summarise.SubscribeAll(async update =>
        {
            foreach (var chunk in update.New.Values.SelectMany(chunks => chunks))
            {
                await Task.Yield();
                words += chunk switch
                {
                    WritingChunk.Token => 0,
                    WritingChunk.Finished finished => finished.Words,
                };
            }
        });

        try
        {
            var report = await run.GetResultAsync(cancellationToken);
            await Task.WhenAll(searching.Completion, writing.Completion);
            // The phrases are searched at once, so their order is left to chance.
            return $"{string.Join(' ', log.Order(StringComparer.Ordinal))}; {words} words; {report}";
        }
        catch (AgentFailedException exception)
        {
            return exception.Failure.Message;
        }
    }
}

public static class Program
{
    public static async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services
            .AddLogging()
            .AddSingleton<ILanguageModel>(new CannedModel().With("phrases for moon", "crater; sea, dust").With("judge Seas", "thin"))
            .AddSingleton<PageCache>()
            .AddScoped<ISearchEngine>(_ => new SmallIndex(
                new Source(new Uri("https://moon.example/1"), "Craters", "A crater has a rim"),
                new Source(new Uri("https://moon.example/2"), "Seas", "A sea without water, a crater with lava")))
            .AddTransient<Screen>()
            .AddAgents().AddResearcher();
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<Screen>().ShowAsync(new Query("moon"), cancellationToken);
    }
}

using Agents;
using Microsoft.Extensions.DependencyInjection;

namespace StreamingPatterns;

#region agent
[AgentModule]
public sealed partial class Translator
{
    [Node]
    public int Plan(string[] words, string[] languages, Edge<string[], string> translate)
    {
        foreach (var language in languages)
            translate.Emit(words, language);        // one invocation of Translate each, all at once
        return languages.Length;
    }

    [Node]
    public async Task Translate(string[] words, string language, ChunkWriter<string> translated, CancellationToken cancellationToken)
    {
        foreach (var word in words)
        {
            await Task.Delay(Random.Shared.Next(40, 120), cancellationToken);
            await translated.WriteAsync($"{word} ({language})", cancellationToken);
        }
    }
}
#endregion

internal static class ParallelScene
{
    private static readonly string[] Languages = ["da", "fr", "pl"];

    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddAgents().AddTranslator().Services.BuildServiceProvider();
        var translator = services.GetRequiredService<TranslatorClient>();
        var run = await translator.StartAsync(["bread", "butter", "salt"], Languages);

        var all = ReadAllAsync(run);
        var specific = ReadSecondAsync(run);
        var grouped = ReadGroupedAsync(run);

        Scene.Check(await all == 9, "nine words over all");
        Scene.Check(await specific is ["bread (fr)", "butter (fr)", "salt (fr)"], "the second invocation's words in order");
        Scene.Check(await grouped == 3, "three groups");
    }

    private static async Task<int> ReadAllAsync(TranslatorRun run)
    {
        var count = 0;
        #region all
        await foreach (var chunk in run.Translate.StreamAllAsync())
        {
            count++;
            Console.WriteLine($"[all]      #{chunk.Invocation.Ordinal}: {chunk.Value}");
        }
        #endregion
        return count;
    }

    private static async Task<List<string>> ReadSecondAsync(TranslatorRun run)
    {
        #region specific
        var plan = await run.ReadEventsAsync().OfType<RunEvent.InvocationCompleted>().FirstAsync();
        var french = plan.Emitted.Single(emitted => emitted.Inputs.Contains("fr"));
        var words = new List<string>();
        await foreach (var word in run.Translate.StreamAsync(french.Invocation))    // may not have begun
            words.Add(word);
        #endregion
        Console.WriteLine($"[specific] {string.Join(", ", words)}");
        return words;
    }

    private static async Task<int> ReadGroupedAsync(TranslatorRun run)
    {
        #region grouped
        var groups = new List<Task>();
        await foreach (var invocation in run.Translate.ReadInvocationsAsync())
            groups.Add(ReadAsync(invocation));
        await Task.WhenAll(groups);

        static async Task ReadAsync(ChunkStream<string> invocation)
        {
            var words = await invocation.ToListAsync();
            Console.WriteLine($"[grouped]  #{invocation.Invocation?.Ordinal}: {string.Join(", ", words)}");
        }
        #endregion

        return groups.Count;
    }
}

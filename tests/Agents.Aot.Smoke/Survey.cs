using System.Text.Json;
using Agents;
using Microsoft.Extensions.DependencyInjection;

/// <summary>Scopes with a built-in fold and one of its own, a child run, and a question that is answered from JSON.</summary>
[AgentModule("survey"), Budget(Invocations = 100)]
internal sealed partial class Survey(LettersClient letters)
{
    [AggregateStart]
    public int Split(string[] words, Edge<string> count)
    {
        Array.ForEach(words, count.Emit);
        return words.Length;
    }

    [Node]
    public async Task Count(string word, Edge<string, int> longest, CancellationToken cancellationToken) =>
        longest.Emit(word, await letters.InvokeAsync(word, cancellationToken: cancellationToken));

    [Aggregate<Longest>]
    public void Longest(string word, int words, Edge<string> confirm) => confirm.Emit($"{word} of {words}");

    [Node]
    public async Task<string> Confirm(string text, HumanInput<string, bool> approval, CancellationToken cancellationToken) =>
        await approval.AskAsync(text, cancellationToken: cancellationToken) ? text : "refused";

    /// <summary>Starts it as a host does that knows agents by their names, answers it, and gives the result.</summary>
    public static async Task<string> RunAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddAgents().AddJson(SmokeContext.Default).AddSurvey().AddLetters();
        await using var provider = services.BuildServiceProvider();
        if (!provider.GetRequiredService<AgentRegistry>().TryGet("survey", out var agent))
            throw new InvalidOperationException("There is no agent 'survey'.");
        var run = (SurveyRun)await agent.StartAsync(JsonElement.Parse("""{ "words": ["sea", "crater", "dust"] }"""));
        await foreach (var request in run.Approval.ReadAsync())
            await run.AnswerAsync(request.Id, JsonElement.Parse("true"));
        return await run.GetResultAsync();
    }
}

/// <summary>Counts the letters of a word.</summary>
[AgentModule("letters")]
internal sealed partial class Letters
{
    [AggregateStart]
    public void Spell(string word, Edge<int> sum) => Array.ForEach(word.ToCharArray(), _ => sum.Emit(1));

    [Aggregate<SumAggregator<int>>]
    public int Sum(int letters) => letters;
}

/// <summary>Keeps the word with the most letters.</summary>
internal readonly struct Longest : IAggregator<(string Word, int Letters), (string Word, int Letters), string>
{
    public static (string Word, int Letters) Create() => ("", 0);

    public static void Add(ref (string Word, int Letters) state, (string Word, int Letters) item)
    {
        if (item.Letters > state.Letters)
            state = item;
    }

    public static string Finish(ref (string Word, int Letters) state) => state.Word;
}

using System.Globalization;

namespace Agents.Generators.Tests.Compiled;

/// <summary>Lengths of texts and numbers themselves, added up; finished at a hundred.</summary>
public sealed class Score : IAggregator<long, long, string>, IAggregator<string, long, string>, IAggregator<(string Word, int Times), long, string>
{
    public static long Create() => 0;

    public static void Add(ref long state, long item) => state += item;

    public static void Add(ref long state, string item) => state += item.Length;

    static void IAggregator<(string Word, int Times), long, string>.Add(ref long state, (string Word, int Times) item) =>
        state += item.Word.Length * item.Times;

    public static bool IsFinished(in long state) => state >= 100;

    public static string Finish(ref long state) => state.ToString(CultureInfo.InvariantCulture);
}

[AgentModule("review"), Budget(Invocations = 50, Seconds = 1.5)]
public partial class ReviewAgent
{
    [AggregateStart]
    private int? Split(string[] texts, Edge<string> rate, [To(nameof(Rated))] Edge<int> bonus)
    {
        foreach (var text in texts)
            rate.Emit(text);
        bonus.Emit(texts.Length);
        return texts.Length > 0 ? texts.Length : null;
    }

    [Node(CacheSeconds = 60), Budget(Rounds = 2)]
    private void Rate(string text, Edge<string, int> rated) => rated.Emit(text, 2);

    [Aggregate<Score>("sum", OnEarlyFinish = EarlyFinish.Drain)]
    private void Rated(object score, long? texts, Edge<string> judge) => judge.Emit($"{score} for {texts}");

    [Node]
    private async Task<string?> Judge(
        string text, HumanInput<string?, string?> approval, HumanInput<int, bool> payment, CancellationToken cancellationToken) =>
        await payment.AskAsync(text.Length, cancellationToken: cancellationToken)
            ? await approval.AskAsync(text, cancellationToken: cancellationToken)
            : null;
}

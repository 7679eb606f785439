using System.Text;

namespace Research;

public sealed partial class Researcher
{
    /// <summary>Summarises every source; the texts are streamed word by word, those of all sources at once.</summary>
    [Node(NonRetryable = [typeof(FormatException)])]
    public async ValueTask<Report?> Summarise(
        Query query, Source[] sources, int round, ChunkWriter<WritingChunk> writing, [To(nameof(ReviewAsync))] Edge<Query, IReadOnlyList<Summary>, int> toReview,
        CancellationToken cancellationToken)
    {
        if (sources.Length == 0)
            return new Report(query.Topic, [], round);

        var texts = sources.Select(async source =>
        {
            var text = new StringBuilder();
            await foreach (var word in model.StreamAsync(source.Text, cancellationToken))
            {
                await writing.TokenAsync(source.Title, word, cancellationToken);
                text.Append(text.Length == 0 ? "" : " ").Append(word);
            }

            await writing.FinishedAsync(source.Title, CountWords(text.ToString()), cancellationToken);
            return new Summary(source.Title, text.ToString(), source.Address);
        }).ToArray();
        var summaries = await Task.WhenAll(texts);
        toReview.Emit(query, summaries, round);
        return null;
    }

    /// <summary>Reviews what was summarised: what is thin is searched again, the rest is the result.</summary>
    [Node]
    private async Task<Report?> ReviewAsync(
        Query query, IReadOnlyList<Summary> summaries, int round, Edge<Query, int> plan, CancellationToken cancellationToken)
    {
        // One after the other would take as long as all together.
        var verdicts = summaries.Select(summary => JudgeAsync(summary, cancellationToken)).ToList();
        await Task.WhenAll(verdicts);
        var good = summaries.Zip(verdicts, (summary, verdict) => (Summary: summary, Verdict: verdict.Result))
            .Where(pair => pair.Verdict is Verdict.Good)
            .Select(pair => pair.Summary)
            .ToList();
        switch (round)
        {
            case >= MostRounds:
            case var _ when good.Count == summaries.Count:
                return new Report(query.Topic, good, round);
            default:
                Again(plan, query with { Depth = query.Depth + 1 }, round);
                return null;
        }
    }

    private static void Again(Edge<Query, int> plan, Query query, int round) => plan.Emit(query, round + 1);

    private async Task<Verdict> JudgeAsync(Summary summary, CancellationToken cancellationToken) =>
        await model.AskAsync($"judge {summary.Heading}", cancellationToken) switch
        {
            "thin" => Verdict.Thin,
            "off topic" => Verdict.OffTopic,
            _ => Verdict.Good,
        };

    private static int CountWords(string text) => text.Count(char.IsWhiteSpace) + 1;
}

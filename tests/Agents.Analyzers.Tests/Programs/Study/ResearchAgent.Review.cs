namespace Study;

public sealed partial class ResearchAgent
{
    private const int MostRounds = 3;

    /// <summary>Gives the report, or asks for another round; null: this draft is not the one.</summary>
    [Node]
    public async Task<Report?> Review(
        Draft draft, int round, ChunkWriter<Reviewing> reviewing, [To(nameof(PlanAsync))] Edge<string, int> again, CancellationToken cancellationToken)
    {
        await reviewing.BegunAsync(draft.Topic, cancellationToken);
        var verdict = await Judge(draft);
        try
        {
            switch (verdict)
            {
                case Verdict.Good:
                    return new Report(draft.Topic, string.Join('\n', draft.Texts), [.. draft.Texts.Select(text => text.Length)]);
                case Verdict.Unclear when round < MostRounds:
                    again.Emit($"{draft.Topic}, in other words", round + 1);
                    return null;
                case Verdict.Unclear:
                    return new Report(draft.Topic, "(unclear)", []);
                default:
                    throw new InvalidOperationException($"No such verdict: {verdict}.");
            }
        }
        finally
        {
            await reviewing.EndedAsync(verdict.ToString(), cancellationToken: cancellationToken);
        }

        async Task<Verdict> Judge(Draft judged)
        {
            await foreach (var word in model.AskAsync($"Is this good? {judged.Texts.Count} texts.", cancellationToken))
            {
                if (word.StartsWith("yes", StringComparison.OrdinalIgnoreCase))
                    return Verdict.Good;
            }

            return Verdict.Unclear;
        }
    }

    private enum Verdict { Good, Unclear }
}

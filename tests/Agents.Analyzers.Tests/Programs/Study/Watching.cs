namespace Study;

/// <summary>All the ways to look at a run.</summary>
public static class Watching
{
    public static async Task<Report> WatchAsync(ResearchAgentClient agent, string topic, CancellationToken cancellationToken)
    {
        var run = await agent.StartAsync(topic, depth: 2, new RunOptions { Key = topic }, cancellationToken);
        await using var planning = run.Plan.Subscribe(
            question: question => Console.WriteLine($"{question.Number}. {question.Text}"),
            done: done => Console.WriteLine(done.IsQuick ? "quick" : "slow"));
        await using var hits = run.Search.SubscribeAll(async update =>
        {
            foreach (var (_, fresh) in update.New)
                await Console.Out.WriteLineAsync($"{fresh.Count} new");
        });
        var reviewing = ReadReviewsAsync(run, cancellationToken);
        var report = await run.GetResultAsync(cancellationToken);
        await Task.WhenAll(planning.Completion, hits.Completion, reviewing);
        return report with { Text = $"{report.Text}\n{await reviewing} reviews" };
    }

    public static async Task<RunId> StartOnlyAsync(ResearchAgentClient agent, string topic)
    {
        var run = await agent.StartAsync(topic, 1);
        return run.Id;
    }

    private static async Task<int> ReadReviewsAsync(ResearchAgentRun run, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var chunk in run.Review.StreamAllAsync().WithCancellation(cancellationToken))
        {
            chunk.Value.Switch(
                begun: begun => Console.WriteLine($"about {begun.Topic}"),
                ended: _ => count++);
            var text = chunk.Value switch
            {
                Reviewing.Begun { Topic: var topic } => topic,
                Reviewing.Ended(var verdict, null) => verdict,
                Reviewing.Ended ended => $"{ended.Verdict}: {ended.Remark}",
            };
            await chunk.Value.SwitchAsync(
                begun: async begun => await Console.Out.WriteLineAsync(begun.Topic),
                ended: ended => Task.CompletedTask);
            Console.WriteLine(text);
        }

        return count;
    }
}

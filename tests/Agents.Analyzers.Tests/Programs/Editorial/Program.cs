namespace Editorial;

/// <summary>Has an issue approved at the second try, and forks the run to see what would have become of another.</summary>
public static class Program
{
    public static async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var press = new Press();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IPress>(press).AddAgents().AddDesk().AddCounter();
        await using var provider = services.BuildServiceProvider();
        var desk = provider.GetRequiredService<DeskClient>();

        var run = await desk.StartAsync(["far moon!!", "sea", ""], cancellationToken: cancellationToken);
        var first = await FinishAsync(run, cancellationToken);
        var fork = await desk.ForkAsync(
            run.Id, changes => changes.Plan(new InvocationId(run.Id, 1), ["dust"]), cancellationToken: cancellationToken);
        var second = await FinishAsync(fork, cancellationToken);
        return $"{first} | {second} | {string.Join(' ', press.Printed)} {press.Keys.Count}";
    }

    private static async Task<string?> FinishAsync(DeskRun run, CancellationToken cancellationToken)
    {
        await Task.WhenAll(DecideAsync(run, cancellationToken), NameAsync(run, cancellationToken));
        return await run.GetResultAsync(cancellationToken);
    }

    private static async Task DecideAsync(DeskRun run, CancellationToken cancellationToken)
    {
        await foreach (var request in run.Approval.ReadAsync().WithCancellation(cancellationToken))
            await run.Approval.AnswerAsync(request, new Decision(request.Question.Count == 1), cancellationToken);
    }

    private static async Task NameAsync(DeskRun run, CancellationToken cancellationToken)
    {
        await foreach (var request in run.Title.ReadAsync().WithCancellation(cancellationToken))
            await run.Title.AnswerAsync(request, request.Question.Length > 4 ? request.Question.ToUpperInvariant() : null, cancellationToken);
    }
}

public sealed class Press : IPress
{
    public List<string> Printed { get; } = [];

    public HashSet<string> Keys { get; } = [];

    public Task PrintAsync(string title, IReadOnlyList<string> articles, string key, CancellationToken cancellationToken)
    {
        if (Keys.Add(key))
            Printed.Add($"{title} ({articles.Count})");
        return Task.CompletedTask;
    }
}

namespace Warehouse;

/// <summary>Uses the pipeline: starts, waits, cancels, reads late, and blocks where blocking is right.</summary>
internal sealed class Clerk(OrderPipelineClient pipeline)
{
    private readonly List<OrderPipelineRun> open = [];

    public async Task<Receipt> SendAsync(Order order, CancellationToken cancellationToken) =>
        await pipeline.InvokeAsync([order], ("north", 1), cancellationToken: cancellationToken);

    public async Task OpenAsync(IEnumerable<Order> orders)
    {
        foreach (var batch in orders.Chunk(10))
            open.Add(await pipeline.StartAsync(batch, ("south", batch.Length), isTest: true));
    }

    public async Task<IReadOnlyList<string>> CloseAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        var labels = new List<string>();
        foreach (var run in open)
        {
            try
            {
                await run.WaitForEndAsync(timeout.Token);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                await run.CancelAsync("Closing time.");
            }
            catch (AgentFailedException exception)
            {
                labels.Add($"failed: {exception.Failure.Message}");
            }

            await foreach (var step in run.Pack.StreamAllAsync())
            {
                if (step.Value is PackingStep.Labelled { Label: { Length: > 0 } label })
                    labels.Add(label);
            }
        }

        open.Clear();
        return labels;
    }

    public static string Describe(PackingStep step)
    {
        switch (step)
        {
            case PackingStep.Packed { Pieces: 1 } single:
                return single.Article;
            case PackingStep.Packed packed:
                return $"{packed.Pieces} x {packed.Article}";
            case PackingStep.Labelled(var label):
                return label;
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    public static IEnumerable<string> Articles(IEnumerable<PackingStep> steps) => steps.OfType<PackingStep.Packed>().Select(step => step.Article);
}

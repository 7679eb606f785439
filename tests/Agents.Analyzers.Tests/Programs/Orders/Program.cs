namespace Orders;

/// <summary>Imports feeds on a timer, until it is stopped.</summary>
public sealed class Importer(OrderPipelineClient orders, TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task? loop;

    public void Start(string feed, TimeSpan period) => loop ??= Task.Run(async () =>
    {
        using var timer = new PeriodicTimer(period, clock);
        while (await timer.WaitForNextTickAsync(stopping.Token))
            await ImportAsync(feed, stopping.Token);
    });

    public async Task<(IReadOnlyList<string> Stored, IReadOnlyList<string> Rejected)> ImportAsync(string feed, CancellationToken cancellationToken)
    {
        var run = await orders.StartAsync(feed, new RunOptions { Timeout = TimeSpan.FromMinutes(10) }, cancellationToken);
        var stored = CollectAsync(run.Store, cancellationToken);
        var rejected = run.Reject.StreamAllAsync().Select(chunk => chunk.Value).ToListAsync(cancellationToken).AsTask();
        await run.WaitForEndAsync(cancellationToken);
        return (await stored, await rejected);
    }

    private static async Task<List<string>> CollectAsync(NodeStream<OrderChunk> stream, CancellationToken cancellationToken)
    {
        var stored = new List<string>();
        await foreach (var chunk in stream.StreamAllAsync(new StreamOptions { Committed = true }).WithCancellation(cancellationToken))
        {
            chunk.Value.Switch(
                priced: _ => { },
                stored: done => stored.Add(done.Order),
                delayed: _ => { });
        }

        return stored;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (loop is not null)
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }
}

public static class Program
{
    public static async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System)
            .AddKeyedSingleton<IFeed>("feeds", new MemoryFeed(new Dictionary<string, string[]>
            {
                ["morning"] = ["# today", "order|a1|Ada|10.50", "express|b2|Bob|20|3", "order|c3|Cy|much", "gift|d4|Di|1", "order|e5|Eve|7"],
            }))
            .AddKeyedSingleton<IPriceList, ListPrices>("list")
            .AddKeyedScoped<IPriceList, Surcharges>("extra")
            .AddSingleton<IStoreFactory, MemoryStores>()
            .AddSingleton<Importer>()
            .AddAgents().AddMyAppAgents();
        await using var provider = services.BuildServiceProvider();
        var (stored, rejected) = await provider.GetRequiredService<Importer>().ImportAsync("morning", cancellationToken);
        return $"{string.Join(' ', stored.Order(StringComparer.Ordinal))}; {string.Join(", ", rejected.Order(StringComparer.Ordinal))}";
    }
}

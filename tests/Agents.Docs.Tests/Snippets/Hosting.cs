using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Agents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static System.FormattableString;

namespace Agents.Docs.Tests.Snippets;

public sealed record Order(string Id, int Pieces);

[AgentModule]
public sealed partial class Shop
{
    [Node]
    public async Task<string> Deliver(Order order, ChunkWriter<string> status, NodeContext context, CancellationToken cancellationToken)
    {
        await status.WriteAsync("packed", cancellationToken);
        await Task.Delay(TimeSpan.FromHours(2) * order.Pieces, context.TimeProvider, cancellationToken);
        await status.WriteAsync("delivered", cancellationToken);
        return $"{order.Id} delivered";
    }
}

#region json
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(string))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
public sealed partial class ShopJson : JsonSerializerContext;
#endregion

/// <summary>What docs/hosting.md shows.</summary>
public sealed class Hosting
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Page => File.ReadAllText(Path.Combine(Repository.Root, "docs", "hosting.md"));

    [Fact]
    public void Options_are_set()
    {
        #region options
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAgents(options =>
        {
            options.MaxConcurrency = 200;
            options.Retry.MaxAttempts = 5;
            options.AttemptTimeout = TimeSpan.FromMinutes(2);
            options.Retention.MaxAge = TimeSpan.FromMinutes(10);
        }).AddShop();
        #endregion

        using var host = builder.Build();
        Assert.NotNull(host.Services.GetRequiredService<ShopClient>());
        Assert.Equal(200, host.Services.GetRequiredService<IOptions<AgentsOptions>>().Value.MaxConcurrency);
    }

    [Fact]
    public void The_page_tells_the_defaults()
    {
        var options = new AgentsOptions();
        Assert.All(
            [
                Invariant($"`MaxConcurrency` | {options.MaxConcurrency:N0} |"),
                Invariant($"`GraceTime` | {options.GraceTime.TotalSeconds} s |"),
                Invariant($"`DisposeTimeout` | {options.DisposeTimeout.TotalSeconds} s |"),
                Invariant($"`Retry.MaxAttempts` | {options.Retry.MaxAttempts} |"),
                Invariant($"`Retry.BaseDelay` | {options.Retry.BaseDelay.TotalMilliseconds} ms |"),
                Invariant($"`Retry.MaxDelay` | {options.Retry.MaxDelay.TotalSeconds} s |"),
                Invariant($"`Retry.Jitter` | {options.Retry.Jitter} |"),
                Invariant($"`Retention.MaxFinishedRuns` | {options.Retention.MaxFinishedRuns:N0} |"),
                Invariant($"`Retention.MaxAge` | {options.Retention.MaxAge.TotalHours} h |"),
                Invariant($"`Cache.MaxEntries` | {options.Cache.MaxEntries:N0} |"),
                Invariant($"`Limits.ChunksPerInvocation` | {options.Limits.ChunksPerInvocation:N0} |"),
                Invariant($"`Limits.InvocationsPerRun` | {options.Limits.InvocationsPerRun:N0} |"),
                Invariant($"`Limits.EmitsPerInvocation` | {options.Limits.EmitsPerInvocation:N0} |"),
                Invariant($"`Limits.OpenQuestionsPerRun` | {options.Limits.OpenQuestionsPerRun:N0} |"),
                Invariant($"`Limits.ChildDepth` | {options.Limits.ChildDepth} |"),
            ],
            row => Assert.Contains(row, Page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_tells_the_metrics()
    {
        var instruments = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "Agents")
                    instruments.Add(instrument.Name);
            },
        };
        listener.Start();
        await using var services = MakeServices();
        Assert.NotNull(services.GetRequiredService<ShopClient>());

        Assert.NotEmpty(instruments);
        Assert.All(instruments, name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_tells_all_of_a_runs_info() => Assert.All(
        typeof(RunInfo).GetProperties(), property => Assert.Contains($"`{property.Name}`", Page, StringComparison.Ordinal));

    [Fact]
    public async Task Starting_once()
    {
        await using var services = MakeServices();
        var shop = services.GetRequiredService<ShopClient>();
        var order = new Order("order-42", 0);

        #region key
        var once = new RunOptions { Key = order.Id };
        var first = await shop.StartAsync(order, once, Token);
        var second = await shop.StartAsync(order, once, Token);             // the same run, not another
        #endregion

        Assert.Equal(first.Id, second.Id);
        await Assert.ThrowsAsync<RunConflictException>(async () => await shop.StartAsync(order with { Pieces = 7 }, once, Token));
    }

    [Fact]
    public async Task Finding_runs()
    {
        await using var services = MakeServices();
        var shop = services.GetRequiredService<ShopClient>();

        #region metadata
        var run = await shop.StartAsync(
            new Order("order-43", 1), new RunOptions { Metadata = new Dictionary<string, string> { ["tenant"] = "north" } }, Token);

        var query = new RunQuery { Status = RunStatus.Running, Metadata = new Dictionary<string, string> { ["tenant"] = "north" } };
        await foreach (var info in shop.ListRunsAsync(query))
            Console.WriteLine($"{info.Id} since {info.StartedAt:T}: {info.Invocations} invocations, {info.Chunks} chunks");
        #endregion

        Assert.Equal(run.Id, (await shop.ListRunsAsync(query).SingleAsync(Token)).Id);

        #region find
        var text = run.Id.ToString();                                       // for a link, say
        var found = await shop.GetRunAsync(RunId.Parse(text), Token);       // null if it is unknown
        #endregion

        Assert.Equal(run.Id, found!.Id);
        Assert.True(await run.CancelAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Serving_agents_by_name()
    {
        var clock = new FakeTimeProvider();

        #region json-use
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddAgents().AddJson(ShopJson.Default).AddShop();
        #endregion

        await using var provider = services.BuildServiceProvider();

        #region registry
        var registry = provider.GetRequiredService<AgentRegistry>();
        if (registry.TryGet("shop", out var agent))
        {
            using var input = JsonDocument.Parse("""{ "order": { "id": "order-44", "pieces": 0 } }""");
            var run = await agent.StartAsync(input.RootElement, cancellationToken: Token);
            await run.WaitForEndAsync(Token);
        }
        #endregion

        Assert.NotNull(agent);
        Assert.Equal("order", Assert.Single(agent.Graph.Entry.Inputs).Name);
    }

    [Fact]
    public async Task Health()
    {
        #region health
        var services = new ServiceCollection();
        services.AddAgents().AddShop();
        services.AddHealthChecks().AddAgents();
        #endregion

        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        Assert.Equal(HealthStatus.Healthy, report.Entries["agents"].Status);
    }

    [Fact]
    public async Task Virtual_time()
    {
        #region virtual-time
        var clock = new FakeTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddAgents().AddShop();
        await using var provider = services.BuildServiceProvider();

        var result = provider.GetRequiredService<ShopClient>().InvokeAsync(new Order("order-45", 12), cancellationToken: Token);
        while (!result.IsCompleted)
        {
            clock.Advance(TimeSpan.FromHours(1));       // a day of deliveries in a moment
            await Task.Delay(1, Token);
        }

        Assert.Equal("order-45 delivered", await result);
        #endregion
    }

    private static ServiceProvider MakeServices() => new ServiceCollection().AddAgents().AddShop().Services.BuildServiceProvider();
}

using Agents;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Docs.Tests.Snippets;

/// <summary>What docs/nodes-and-edges.md shows.</summary>
public sealed class NodesAndEdges
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Edges_choose_the_way()
    {
        await using var services = new ServiceCollection().AddAgents().AddSupportDesk().Services.BuildServiceProvider();
        var desk = services.GetRequiredService<SupportDeskClient>();
        Assert.Equal("billing", (await desk.InvokeAsync(new Question("Ann", "My invoice?"), cancellationToken: Token)).From);
        Assert.Equal("engineering", (await desk.InvokeAsync(new Question("Ben", "It is on fire"), cancellationToken: Token)).From);
    }

    [Fact]
    public async Task Loops_end_with_a_result()
    {
        await using var services = new ServiceCollection().AddAgents().AddEditor().Services.BuildServiceProvider();
        Assert.Equal("text v1 v2 v3", await services.GetRequiredService<EditorClient>().InvokeAsync("text", 1, cancellationToken: Token));
    }

    [Fact]
    public async Task Services_are_injected()
    {
        var mailer = new Mailer();
        await using var services = new ServiceCollection().AddSingleton<Templates>().AddScoped<IMailer>(_ => mailer)
            .AddAgents().AddWelcomer().Services.BuildServiceProvider();
        Assert.Equal("Dear Cleo,", await services.GetRequiredService<WelcomerClient>().InvokeAsync("Cleo", cancellationToken: Token));
        Assert.EndsWith("/1", Assert.Single(mailer.Keys), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Some_failures_are_final()
    {
        await using var services = new ServiceCollection().AddAgents().AddCrawler().Services.BuildServiceProvider();
        var crawler = services.GetRequiredService<CrawlerClient>();

        #region failure
        var run = await crawler.StartAsync("ftp://example.org", cancellationToken: Token);
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.GetResultAsync(Token));
        Assert.Equal("Node 'Fetch' failed after 1 attempt: Only https is fetched, not ftp.", failed.Message);
        Assert.Equal(FailureCodes.Exception, failed.Failure.Code);
        Assert.IsType<NonRetryableException>(failed.InnerException);
        #endregion

        await Assert.ThrowsAsync<AgentFailedException>(() => crawler.InvokeAsync("::", cancellationToken: Token));
        Assert.Equal(11, await crawler.InvokeAsync("https://example.org", cancellationToken: Token));
    }

    [Fact]
    public async Task Names_on_the_wire()
    {
        await using var services = new ServiceCollection().AddAgents().AddOrders().Services.BuildServiceProvider();
        var run = await services.GetRequiredService<OrdersClient>().StartAsync("tea", cancellationToken: Token);
        Assert.Equal("accepted tea", await run.GetResultAsync(Token));
        Assert.Equal("order-desk", run.Agent);
        Assert.Equal("accept-order", Orders.Graph.Entry.Name);
        Assert.Equal("2", Orders.Graph.Version);
    }

    [Fact]
    public void The_graph_is_data()
    {
        #region graph
        var mermaid = SupportDesk.Graph.ToMermaid();
        #endregion

        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "nodes-and-edges.md")).ReplaceLineEndings("\n");
        Assert.Contains($"```mermaid\n{mermaid}```\n", page, StringComparison.Ordinal);
    }

    private sealed class Mailer : IMailer
    {
        public List<string> Keys { get; } = [];

        public Task SendAsync(string recipient, string text, string idempotencyKey, CancellationToken cancellationToken)
        {
            Keys.Add(idempotencyKey);
            return Task.CompletedTask;
        }
    }
}

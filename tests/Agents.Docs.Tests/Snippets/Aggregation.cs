using Agents;
using Agents.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Docs.Tests.Snippets;

#region scope
[AgentModule]
public sealed partial class Digest
{
    [AggregateStart]
    public int Split(string[] documents, Edge<string> summarize)
    {
        Array.ForEach(documents, summarize.Emit);
        return documents.Length;                            // for the aggregate
    }

    [Node]
    public async Task Summarize(string document, Edge<string> combine, NodeContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(document.Length), context.TimeProvider, cancellationToken);
        combine.Emit(document.ToUpperInvariant());          // the shortest arrives first
    }

    [Aggregate]
    public string Combine(IReadOnlyList<string> summaries, int documents) =>
        $"{summaries.Count} of {documents}: {string.Join(", ", summaries)}";
}
#endregion

#region nested
[AgentModule]
public sealed partial class Library
{
    [AggregateStart]
    public void Books(string[][] books, Edge<string[]> pages) => Array.ForEach(books, pages.Emit);

    [AggregateStart]
    public void Pages(string[] pages, Edge<string> proof) => Array.ForEach(pages, proof.Emit);

    [Node]
    public void Proof(string page, [To(nameof(Proof))] Edge<string> again, Edge<string> book)
    {
        if (page.EndsWith('?'))
            again.Emit(page[..^1]);                         // a loop within the scope of Pages
        else
            book.Emit(page);
    }

    [Aggregate]
    public void Book(IReadOnlyList<string> pages, Edge<string> shelf) => shelf.Emit(string.Join(' ', pages));

    [Aggregate]
    public string Shelf(IReadOnlyList<string> books) => string.Join(" | ", books);
}
#endregion

public sealed record Article(decimal Price);

public sealed record Voucher(decimal Value);

public record struct Bill(decimal Sum, decimal Off);

#region aggregator
public sealed class BillAggregator : IAggregator<Article, Bill, decimal>, IAggregator<Voucher, Bill, decimal>
{
    public static Bill Create() => default;

    public static void Add(ref Bill state, Article item) => state.Sum += item.Price;

    public static void Add(ref Bill state, Voucher item) => state.Off += item.Value;

    public static decimal Finish(ref Bill state) => Math.Max(0, state.Sum - state.Off);
}

[AgentModule]
public sealed partial class Checkout
{
    [AggregateStart]
    public void Open(string[] articles, Edge<string> scan, Edge redeem)
    {
        Array.ForEach(articles, scan.Emit);
        redeem.Emit();
    }

    [Node]
    public void Scan(string article, Edge<Article> pay) => pay.Emit(new Article(article.Length));

    [Node]
    public void Redeem(Edge<Voucher> pay) => pay.Emit(new Voucher(2));

    [Aggregate<BillAggregator>]
    public string Pay(decimal sum) => $"{sum} to pay";
}
#endregion

#region early
[AgentModule]
public sealed partial class Mirrors
{
    [AggregateStart]
    public void Ask(string[] mirrors, Edge<string> fetch) => Array.ForEach(mirrors, fetch.Emit);

    [Node]
    public async Task Fetch(string mirror, Edge<string> use, NodeContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(mirror.Length), context.TimeProvider, cancellationToken);
        use.Emit(mirror);
    }

    [Aggregate<RaceAggregator<string>>(OnEarlyFinish = EarlyFinish.Cancel)]     // the default
    public string Use(string? mirror) => mirror ?? "none";
}
#endregion

/// <summary>What docs/aggregation.md shows.</summary>
public sealed class Aggregation
{
    [Fact]
    public Task Order_is_that_of_the_emits() => AgentTestHost.RunAsync(static agents => agents.AddDigest(), static async host =>
    {
        var digest = host.Get<DigestClient>();
        Assert.Equal("3 of 3: LONGEST, SHORT, MIDDLE", await digest.InvokeAsync(["longest", "short", "middle"]));
        Assert.Equal("0 of 0: ", await digest.InvokeAsync([]));
    });

    [Fact]
    public Task A_retried_member_counts_once() => AgentTestHost.RunAsync(static agents => agents.AddDigest(), static async host =>
    {
        host.Faults.FailAttempt("Summarize", 1);
        host.Faults.FailAttempt("Combine", 1);
        var run = await host.Get<DigestClient>().StartAsync(["a", "b"]);
        await run.ShouldGiveAsync("2 of 2: A, B");
        var closed = await run.ReadEventsAsync().OfType<RunEvent.ScopeClosed>().SingleAsync();
        Assert.Equal((2, "Combine", false), (closed.Items, closed.AggregateNode, closed.IsFinishedEarly));
    });

    [Fact]
    public Task A_failed_member_fails_the_run() => AgentTestHost.RunAsync(static agents => agents.AddDigest(), static async host =>
    {
        host.Faults.FailEvery("Summarize", 1);
        var run = await host.Get<DigestClient>().StartAsync(["a", "b"]);
        await run.ShouldFailAsync(FailureCodes.Exception);
        Assert.False(await run.ReadEventsAsync().AnyAsync(static recorded => recorded is RunEvent.ScopeClosed));
    });

    [Fact]
    public Task Scopes_nest() => AgentTestHost.RunAsync(static agents => agents.AddLibrary(), static async host =>
        Assert.Equal("a b c |  | d", await host.Get<LibraryClient>().InvokeAsync([["a??", "b", "c?"], [], ["d"]])));

    [Fact]
    public Task Several_types_of_items() => AgentTestHost.RunAsync(static agents => agents.AddCheckout(), static async host =>
        Assert.Equal("6 to pay", await host.Get<CheckoutClient>().InvokeAsync(["tea", "bread"])));

    [Fact]
    public Task The_first_ends_the_race() => AgentTestHost.RunAsync(static agents => agents.AddMirrors(), static async host =>
    {
        var run = await host.Get<MirrorsClient>().StartAsync(["far away", "near", "farther"]);
        await run.ShouldGiveAsync("near");
        var events = await run.ReadEventsAsync().ToListAsync();
        Assert.Equal(2, events.OfType<RunEvent.InvocationCanceled>().Count(static canceled => canceled.Node == "Fetch"));
        Assert.True(events.OfType<RunEvent.ScopeClosed>().Single().IsFinishedEarly);
    });

    [Fact]
    public void The_page_tells_all_folds()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "aggregation.md"));
        var folds = typeof(ListAggregator<>).Assembly.GetExportedTypes()
            .Where(static type => type.IsClass && type.GetInterfaces().Any(static face => face.Name.StartsWith("IAggregator`", StringComparison.Ordinal)));
        Assert.All(folds, fold => Assert.Contains($"`{fold.Name.Split('`')[0]}", page, StringComparison.Ordinal));
        Assert.Equal(14, folds.Count());
    }
}

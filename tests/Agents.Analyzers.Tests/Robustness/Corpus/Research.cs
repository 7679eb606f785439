namespace My.Research;

/// <summary>A loop of nodes, a union, services and a second part in another file.</summary>
[AgentModule("research", Version = "2", MaxAttempts = 4, TimeoutSeconds = 30.5, RunTimeoutSeconds = 600, MaxConcurrency = 16)]
public sealed partial class Researcher(TimeProvider clock, ILibrary library)
{
    private const int Rounds = 3;
    private static readonly string[] Stop = ["the", "a", "an"];

    [Node(Entry = true)]
    public void Plan(string topic, int depth, Edge<string, int> search, ChunkWriter<string> chunks, string language = "en")
    {
        _ = chunks.WriteAsync($"{topic} ({language})").AsTask();
        foreach (var word in topic.Split(' ').Except(Stop))
            search.Emit(word, depth);
    }

    [Node("web-search", MaxConcurrency = 4, NonRetryable = [typeof(UriFormatException), typeof(ArgumentException)])]
    private async Task SearchAsync(
        string word, int? depth, [To(nameof(ReviewAsync))] Edge<Finding[], (string Word, int Round)> toReview,
        ChunkWriter<Step> chunks, [Service] IHttpClientFactoryLike http, [FromKeyedServices("slow")] ILibrary? slow,
        NodeContext context, CancellationToken cancellationToken)
    {
        await chunks.SearchingAsync(word, cancellationToken: cancellationToken);
        try
        {
            var pages = await Task.WhenAll(Enumerable.Range(0, depth ?? 1).Select(page => http.GetAsync($"{word}/{page}", cancellationToken)));
            await foreach (var finding in (slow ?? library).FindAsync(pages).WithCancellation(cancellationToken))
                await chunks.WriteAsync(new Step.Found(finding), cancellationToken);
            toReview.Emit([.. pages.Select(static page => new Finding(page, page.Length))], (word, context.Attempt));
        }
        catch (HttpRequestExceptionLike exception) when (exception.Status is >= 400 and < 500)
        {
            throw new NonRetryableException($"{word}: {exception.Status}");
        }
    }
}

public interface ILibrary
{
    IAsyncEnumerable<Finding> FindAsync(IEnumerable<string> pages);
}

public interface IHttpClientFactoryLike
{
    Task<string> GetAsync(string address, CancellationToken cancellationToken);
}

public sealed class HttpRequestExceptionLike : Exception
{
    public int Status { get; init; }
}

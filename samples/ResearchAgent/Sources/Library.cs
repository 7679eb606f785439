namespace Research;

/// <summary>A page of the library.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Fact">What it says.</param>
/// <param name="Milliseconds">How long it takes to read.</param>
/// <param name="See">The topic it points to; null for none.</param>
public sealed record Page(string Topic, string Source, string Fact, int Milliseconds, string? See = null);

/// <summary>Stands for search engines and the like: a handful of pages, each with its own, always equal latency.</summary>
/// <param name="time">The clock by which reading takes time.</param>
public sealed class Library(TimeProvider time)
{
    private readonly Page[] pages =
    [
        new("heat", "a climate atlas", "A street under trees is a few degrees cooler on a summer afternoon.", 220),
        new("heat", "a physics book", "Most of that is shade, the rest is water that the leaves give off.", 340, See: "sweating"),
        new("sweating", "a botany book", "A grown tree gives off some hundred litres of water on a hot day.", 260),
        new("water", "a hydrology course", "Crowns and open soil hold rain back, and so relieve the sewers.", 410, See: "soil"),
        new("soil", "a gardener's guide", "Roots need some twelve cubic metres of loose soil.", 300),
        new("soil", "an engineer's manual", "Under pavements, structural soil carries cars and feeds roots.", 180, See: "roots"),
        new("roots", "a sewer inspector", "Roots enter pipes that leak already, and seldom sound ones.", 240),
        new("cost", "a city's ledger", "The first five years, when a tree must be watered, cost most.", 520),
        new("cost", "an audit", "A tree that grows old pays back what it cost several times over.", 200),
        new("birds", "a bird count", "Native trees feed far more insects, and so far more birds.", 280),
        new("noise", "an acoustics primer", "A row of trees hardly dampens noise, but people mind it less.", 310),
    ];

    /// <summary>The topics that a text names, in the order in which the library has them.</summary>
    public IEnumerable<string> TopicsIn(string text) =>
        pages.Select(page => page.Topic).Distinct().Where(topic => text.Contains(topic, StringComparison.OrdinalIgnoreCase));

    /// <summary>The pages on a topic.</summary>
    public IEnumerable<Page> PagesOn(string topic) => pages.Where(page => page.Topic == topic);

    /// <summary>Reads a page, which takes its time.</summary>
    public async Task<string> ReadAsync(Page page, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(page.Milliseconds), time, cancellationToken);
        return page.Fact;
    }
}

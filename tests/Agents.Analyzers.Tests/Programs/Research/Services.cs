using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Research;

public interface ISearchEngine
{
    Task<IReadOnlyList<Source>> SearchAsync(string phrase, CancellationToken cancellationToken);
}

public interface ILanguageModel
{
    IAsyncEnumerable<string> StreamAsync(string prompt, CancellationToken cancellationToken = default);

    ValueTask<string> AskAsync(string prompt, CancellationToken cancellationToken = default);
}

public sealed class SearchUnavailableException(string message, TimeSpan? retryAfter = null) : Exception(message)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>Remembers pages, for all runs at once: this is what a module is not to do in its own fields.</summary>
public sealed class PageCache
{
    private readonly ConcurrentDictionary<Uri, Source> pages = new();
    private int hits;

    public int Hits => Volatile.Read(ref hits);

    public Source Intern(Source source)
    {
        if (!pages.TryAdd(source.Address, source))
            Interlocked.Increment(ref hits);
        return pages[source.Address];
    }
}

/// <summary>A model of the kind that tests have.</summary>
public sealed class CannedModel : ILanguageModel
{
    private readonly Dictionary<string, string> answers = new(StringComparer.OrdinalIgnoreCase);

    public CannedModel With(string prompt, string answer)
    {
        answers[prompt] = answer;
        return this;
    }

    public async IAsyncEnumerable<string> StreamAsync(string prompt, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var word in (await AskAsync(prompt, cancellationToken)).Split(' '))
        {
            await Task.Yield();
            yield return word;
        }
    }

    public ValueTask<string> AskAsync(string prompt, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(answers.GetValueOrDefault(prompt, prompt));
    }
}

/// <summary>An index of a few pages.</summary>
public sealed class SmallIndex(params Source[] sources) : ISearchEngine
{
    public Task<IReadOnlyList<Source>> SearchAsync(string phrase, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Source>>(
        [.. sources.Where(source => source.Text.Contains(phrase, StringComparison.OrdinalIgnoreCase))]);
}

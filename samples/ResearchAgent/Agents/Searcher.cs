using Agents;

namespace Research;

/// <summary>Looks a topic up, and dives deeper where a page points to another one: by calling itself.</summary>
[AgentModule]
public sealed partial class Searcher(Library library, SearcherClient deeper)
{
    [Node]
    public async Task<Finding> Read(string topic, ChunkWriter<SearchChunk> chunks, CancellationToken cancellationToken)
    {
        var facts = new List<string>();
        foreach (var page in library.PagesOn(topic))
        {
            await chunks.ReadingAsync(page.Source, cancellationToken);      // generated: one method per case
            facts.Add(await library.ReadAsync(page, cancellationToken));
            await chunks.FoundAsync(page.Source, facts[^1], cancellationToken);
            if (page.See is { } other)
            {
                await chunks.DivingAsync(other, cancellationToken);
                facts.AddRange((await deeper.InvokeAsync(other, cancellationToken: cancellationToken)).Facts);
            }
        }

        return new Finding(topic, facts);
    }
}

/// <summary>What a search streams.</summary>
[ChunkUnion]
public abstract partial record SearchChunk
{
    public sealed record Reading(string Source) : SearchChunk;
    public sealed record Found(string Source, string Fact) : SearchChunk;
    public sealed record Diving(string Topic) : SearchChunk;
}

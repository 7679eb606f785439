namespace Agents.Sqlite.Tests;

/// <summary>Writes a page for each line, and asks before it sends them.</summary>
[AgentModule]
internal sealed partial class Letter
{
    public const int PageSize = 40_000;

    [Node]
    public async Task<int> Write(
        int pages, ChunkWriter<string> chunks, HumanInput<string, bool> reader, NodeContext context, CancellationToken cancellationToken)
    {
        for (var page = 0; page < pages; page++)
            await chunks.WriteAsync(new string((char)('a' + (page % 26)), PageSize), cancellationToken);
        return await reader.AskAsync($"Send {pages} pages?", cancellationToken: cancellationToken) ? pages : context.Attempt;
    }
}

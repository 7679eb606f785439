#region bad
public sealed class Dashboard(IHub hub)
{
    public async Task ShowAsync(ImporterRun run)
    {
        await foreach (var chunk in run.Import.StreamAsync())
            chunk.Switch(
                progress: p => Console.WriteLine($"{p.Done}/{p.Total}"),
                skipped: async s => await hub.SendAsync(s.File));
    }
}
#endregion

#region good
public sealed class Dashboard(IHub hub)
{
    public async Task ShowAsync(ImporterRun run)
    {
        await foreach (var chunk in run.Import.StreamAsync())
            await chunk.SwitchAsync(
                progress: p =>
                {
                    Console.WriteLine($"{p.Done}/{p.Total}");
                    return Task.CompletedTask;
                },
                skipped: async s => await hub.SendAsync(s.File));
    }
}
#endregion

public interface IHub
{
    Task SendAsync(string message);
}

[AgentModule]
public sealed partial class Importer
{
    [Node]
    public async Task<int> Import(string[] files, ChunkWriter<ImportChunk> chunks, CancellationToken cancellationToken)
    {
        for (var i = 0; i < files.Length; i++)
            await chunks.ProgressAsync(i + 1, files.Length, cancellationToken);
        return files.Length;
    }
}

[ChunkUnion]
public abstract partial record ImportChunk
{
    public sealed record Progress(int Done, int Total) : ImportChunk;
    public sealed record Skipped(string File, string Reason) : ImportChunk;
}

#region bad
public sealed record Imported(string File, Exception? Error);

[AgentModule]
public sealed partial class Importer
{
    [Node]
    public async Task<int> Import(string[] files, ChunkWriter<Imported> progress, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            try
            {
                await File.ReadAllTextAsync(file, cancellationToken);
                await progress.WriteAsync(new Imported(file, null), cancellationToken);
            }
            catch (IOException exception)
            {
                await progress.WriteAsync(new Imported(file, exception), cancellationToken);
            }
        }

        return files.Length;
    }
}
#endregion

#region good
public sealed record Imported(string File, string? Error);

[AgentModule]
public sealed partial class Importer
{
    [Node]
    public async Task<int> Import(string[] files, ChunkWriter<Imported> progress, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            try
            {
                await File.ReadAllTextAsync(file, cancellationToken);
                await progress.WriteAsync(new Imported(file, null), cancellationToken);
            }
            catch (IOException exception)
            {
                await progress.WriteAsync(new Imported(file, exception.Message), cancellationToken);
            }
        }

        return files.Length;
    }
}
#endregion

#region bad
[AgentModule]
public sealed partial class Importer
{
    [Node]
    public int Import(string[] lines, ChunkWriter<int> progress)
    {
        for (var i = 0; i < lines.Length; i++)
            progress.WriteAsync(100 * (i + 1) / lines.Length);
        return lines.Length;
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Importer
{
    [Node]
    public async Task<int> Import(string[] lines, ChunkWriter<int> progress, CancellationToken cancellationToken)
    {
        for (var i = 0; i < lines.Length; i++)
            await progress.WriteAsync(100 * (i + 1) / lines.Length, cancellationToken);
        return lines.Length;
    }
}
#endregion

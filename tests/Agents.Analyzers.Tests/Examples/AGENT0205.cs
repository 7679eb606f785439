#region bad
[AgentModule]
public sealed partial class Importer
{
    [Node]
    public async Task Import(string[] lines, ChunkWriter<string> done, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
            await done.WriteAsync(line, cancellationToken);
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Importer
{
    [Node]
    public async Task<int> Import(string[] lines, ChunkWriter<string> done, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
            await done.WriteAsync(line, cancellationToken);
        return lines.Length;
    }
}
#endregion

#region bad
public sealed record Copied
{
    public int Files { get; set; }
}

[AgentModule]
public sealed partial class Backup
{
    [Node]
    public async Task<int> Copy(string[] files, ChunkWriter<Copied> progress, CancellationToken cancellationToken)
    {
        var copied = new Copied();
        foreach (var file in files)
        {
            File.Copy(file, file + ".bak");
            copied.Files++;                     // changes what was written before
            await progress.WriteAsync(copied, cancellationToken);
        }

        return copied.Files;
    }
}
#endregion

#region good
public sealed record Copied(int Files);

[AgentModule]
public sealed partial class Backup
{
    [Node]
    public async Task<int> Copy(string[] files, ChunkWriter<Copied> progress, CancellationToken cancellationToken)
    {
        var copied = new Copied(0);
        foreach (var file in files)
        {
            File.Copy(file, file + ".bak");
            copied = new Copied(copied.Files + 1);
            await progress.WriteAsync(copied, cancellationToken);
        }

        return copied.Files;
    }
}
#endregion

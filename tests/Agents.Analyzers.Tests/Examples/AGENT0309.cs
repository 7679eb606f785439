#region bad
[ChunkUnion]
public abstract partial record FileChunk
{
    public sealed record Read(string Path) : FileChunk;
    public sealed record Write(string Path) : FileChunk;        // chunks.WriteAsync(...) exists already
}
#endregion

#region good
[ChunkUnion]
public abstract partial record FileChunk
{
    public sealed record Read(string Path) : FileChunk;
    public sealed record Written(string Path) : FileChunk;
}
#endregion

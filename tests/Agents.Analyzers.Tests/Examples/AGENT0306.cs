#region bad
[ChunkUnion]
public abstract partial record ImportChunk
{
    public sealed record Progress(int Done, int Total);     // does not derive from the union
}
#endregion

#region good
[ChunkUnion]
public abstract partial record ImportChunk
{
    public sealed record Progress(int Done, int Total) : ImportChunk;
}
#endregion

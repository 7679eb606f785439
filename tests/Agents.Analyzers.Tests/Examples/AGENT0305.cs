#region bad
[ChunkUnion]
public partial record ImportChunk
{
    public sealed record Progress(int Done, int Total) : ImportChunk;
    public sealed record Skipped(string File, string Reason) : ImportChunk;
}
#endregion

#region good
[ChunkUnion]
public abstract partial record ImportChunk
{
    public sealed record Progress(int Done, int Total) : ImportChunk;
    public sealed record Skipped(string File, string Reason) : ImportChunk;
}
#endregion

#region bad
[ChunkUnion]
public abstract partial record ImportChunk
{
    public sealed record Skipped : ImportChunk
    {
        public Skipped(string path) => File = Path.GetFileName(path);

        public string File { get; }
    }
}
#endregion

#region good
[ChunkUnion]
public abstract partial record ImportChunk
{
    public sealed record Skipped(string File) : ImportChunk
    {
        public static Skipped At(string path) => new(Path.GetFileName(path));
    }
}
#endregion

#region bad
public static class Screen
{
    public static string Show(ImportChunk chunk) => chunk switch
    {
        ImportChunk.Progress progress => $"{progress.Done}/{progress.Total}",
    };
}
#endregion

#region good
public static class Screen
{
    public static string Show(ImportChunk chunk) => chunk switch
    {
        ImportChunk.Progress progress => $"{progress.Done}/{progress.Total}",
        ImportChunk.Skipped skipped => $"{skipped.File} left out: {skipped.Reason}",
    };
}
#endregion

[ChunkUnion]
public abstract partial record ImportChunk
{
    public sealed record Progress(int Done, int Total) : ImportChunk;
    public sealed record Skipped(string File, string Reason) : ImportChunk;
}

using Agents;

namespace My_Agent;

/// <summary>What the proofreader streams. The cases are all there is, so <c>Match</c> asks for each of them.</summary>
[ChunkUnion]
public abstract partial record Remark
{
    /// <summary>One more word has been read.</summary>
    public sealed record Progress(int Words, int Total) : Remark;

    /// <summary>A word that is written twice in a row.</summary>
    public sealed record Doubled(string Word) : Remark;
}

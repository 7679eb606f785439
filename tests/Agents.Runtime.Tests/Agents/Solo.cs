namespace Agents.Runtime.Tests;

/// <summary>What a test has the node of <see cref="Solo"/> do.</summary>
internal sealed class SoloScript
{
    public Func<SoloCall, Task<string?>> Work { get; set; } = _ => Task.FromResult<string?>("done");
}

internal sealed record SoloCall(string Input, ChunkWriter<string> Chunks, NodeContext Context, CancellationToken Token)
{
    public int Attempt => Context.Attempt;

    public async Task WriteAsync(params string[] chunks)
    {
        foreach (var chunk in chunks)
            await Chunks.WriteAsync(chunk, CancellationToken.None);
    }
}

/// <summary>One node that streams text.</summary>
[AgentModule]
internal sealed partial class Solo(SoloScript script)
{
    [Node]
    public Task<string?> WorkAsync(string input, ChunkWriter<string> chunks, NodeContext context, CancellationToken cancellationToken) =>
        script.Work(new SoloCall(input, chunks, context, cancellationToken));
}

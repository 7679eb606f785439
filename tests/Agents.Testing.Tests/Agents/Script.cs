namespace Agents.Testing.Tests;

/// <summary>What the node of <see cref="Solo"/> does in a test.</summary>
internal sealed class Script
{
    public Func<ChunkWriter<string>, NodeContext, CancellationToken, Task<string>> Work { get; set; } =
        static (_, _, _) => Task.FromResult("done");
}

/// <summary>One node, scripted.</summary>
[AgentModule]
internal sealed partial class Solo(Script script)
{
    [Node(TimeoutSeconds = 60)]
    public Task<string> Do(string input, ChunkWriter<string> chunks, NodeContext context, CancellationToken cancellationToken) =>
        script.Work(chunks, context, cancellationToken);
}

/// <summary>Waits as long as <see cref="Script"/> says, with no time-out.</summary>
[AgentModule]
internal sealed partial class Quiet(Script script)
{
    [Node]
    public async Task<string> Wait(NodeContext context, CancellationToken cancellationToken) =>
        await script.Work(new RecordingChunkWriter<string>(), context, cancellationToken);
}

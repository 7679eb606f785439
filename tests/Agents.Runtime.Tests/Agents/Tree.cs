namespace Agents.Runtime.Tests;

/// <summary>What a test has the nodes of <see cref="Tree"/> do.</summary>
internal sealed class TreeScript
{
    public Func<TreeCall, Task<string?>> Root { get; set; } = Nothing;

    public Func<TreeCall, Task<string?>> Leaf { get; set; } = Nothing;

    public Func<TreeCall, Task<string?>> Quiet { get; set; } = Nothing;

    public static Task<string?> Nothing(TreeCall call) => Task.FromResult<string?>(null);
}

internal sealed record TreeCall(
    string Input, ChunkWriter<string>? Chunks, Edge<string> Leaf, Edge<string> Quiet, NodeContext Context, CancellationToken Token)
{
    public int Attempt => Context.Attempt;

    public int Ordinal => Context.InvocationId.Ordinal;

    public async Task WriteAsync(params string[] chunks)
    {
        foreach (var chunk in chunks)
            await Chunks!.WriteAsync(chunk, CancellationToken.None);
    }
}

/// <summary>A root, leaves that may invoke each other, and a node without a stream.</summary>
[AgentModule]
internal sealed partial class Tree(TreeScript script)
{
    [Node(Entry = true)]
    public Task<string?> Root(
        string input, ChunkWriter<string> chunks, Edge<string> leaf, Edge<string> quiet, NodeContext context, CancellationToken cancellationToken) =>
        script.Root(new TreeCall(input, chunks, leaf, quiet, context, cancellationToken));

    [Node]
    public Task<string?> Leaf(
        string input, ChunkWriter<string> chunks, Edge<string> leaf, Edge<string> quiet, NodeContext context, CancellationToken cancellationToken) =>
        script.Leaf(new TreeCall(input, chunks, leaf, quiet, context, cancellationToken));

    [Node]
    public Task<string?> Quiet(
        string input, Edge<string> leaf, Edge<string> quiet, NodeContext context, CancellationToken cancellationToken) =>
        script.Quiet(new TreeCall(input, null, leaf, quiet, context, cancellationToken));
}

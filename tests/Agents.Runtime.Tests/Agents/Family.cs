namespace Agents.Runtime.Tests;

/// <summary>What a test has the nodes of <see cref="Parent"/> and <see cref="Child"/> do.</summary>
internal sealed class FamilyScript
{
    public Func<FamilyCall, Task<string?>> Raise { get; set; } = static call => Task.FromResult<string?>(call.Input);

    public Func<FamilyCall, Task<string?>> Help { get; set; } = static call => Task.FromResult<string?>(null);

    public Func<FamilyCall, Task<string?>> Grow { get; set; } = static call => Task.FromResult<string?>(call.Input);
}

internal sealed record FamilyCall(
    string Input, ChunkWriter<string> Chunks, Edge<string>? Help, ParentClient Parent, ChildClient Child, NodeContext Context,
    CancellationToken Token)
{
    public int Attempt => Context.Attempt;

    public async Task WriteAsync(params string[] chunks)
    {
        foreach (var chunk in chunks)
            await Chunks.WriteAsync(chunk, CancellationToken.None);
    }
}

/// <summary>Calls itself and <see cref="Child"/>.</summary>
[AgentModule]
internal sealed partial class Parent(FamilyScript script, ParentClient self, ChildClient child)
{
    [Node(Entry = true)]
    public Task<string?> Raise(
        string input, ChunkWriter<string> chunks, Edge<string> help, NodeContext context, CancellationToken cancellationToken) =>
        script.Raise(new FamilyCall(input, chunks, help, self, child, context, cancellationToken));

    [Node]
    public Task<string?> Help(string input, ChunkWriter<string> chunks, NodeContext context, CancellationToken cancellationToken) =>
        script.Help(new FamilyCall(input, chunks, null, self, child, context, cancellationToken));
}

/// <summary>Calls <see cref="Parent"/>, and itself.</summary>
[AgentModule]
internal sealed partial class Child(FamilyScript script, ParentClient parent, ChildClient self)
{
    [Node]
    public Task<string?> Grow(string input, ChunkWriter<string> chunks, NodeContext context, CancellationToken cancellationToken) =>
        script.Grow(new FamilyCall(input, chunks, null, parent, self, context, cancellationToken));
}

/// <summary>Uses up its budget.</summary>
[AgentModule]
[Budget(Chunks = 1)]
internal sealed partial class Spender
{
    [Node]
    public async Task<string> Spend(string input, ChunkWriter<string> chunks, CancellationToken cancellationToken)
    {
        await chunks.WriteAsync("all there is", cancellationToken);
        await chunks.WriteAsync("more", cancellationToken);
        return input;
    }
}

/// <summary>Calls <see cref="Spender"/>.</summary>
[AgentModule]
internal sealed partial class Patron(SpenderClient spender)
{
    [Node]
    public async Task<string> Pay(string input, CancellationToken cancellationToken) =>
        await spender.InvokeAsync(input, cancellationToken: cancellationToken);
}

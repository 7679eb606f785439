using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime.Tests;

/// <summary>What tests have the nodes of the smaller agents do, by the node's name.</summary>
internal sealed class AnyScript
{
    private readonly Dictionary<string, Func<AnyCall, Task>> nodes = [];

    public Func<AnyCall, Task> this[string node]
    {
        get => nodes.GetValueOrDefault(node, static _ => Task.CompletedTask);
        set => nodes[node] = value;
    }

    public Task Run(NodeContext context, CancellationToken cancellationToken, object? payload = null) =>
        this[context.Node](new AnyCall(context, cancellationToken, payload));
}

internal sealed record AnyCall(NodeContext Context, CancellationToken Token, object? Payload);

/// <summary>A chunk without value equality: two of equal content are equal as JSON only.</summary>
internal sealed record Batch(string Name, int[] Values);

/// <summary>Streams records that hold arrays.</summary>
[AgentModule]
internal sealed partial class Batches(AnyScript script)
{
    [Node]
    public async Task<int> Batch(ChunkWriter<Batch> chunks, NodeContext context, CancellationToken cancellationToken)
    {
        await script.Run(context, cancellationToken, chunks);
        return 1;
    }
}

[ChunkUnion]
internal abstract partial record Step
{
    public sealed record Progress(int Percent) : Step;

    public sealed record Finished(string Text) : Step;
}

/// <summary>Streams a union.</summary>
[AgentModule]
internal sealed partial class Steps(AnyScript script)
{
    [Node]
    public async Task<int> Step(ChunkWriter<Step> chunks, NodeContext context, CancellationToken cancellationToken)
    {
        await script.Run(context, cancellationToken, chunks);
        return 1;
    }
}

/// <summary>Streams values that may be null.</summary>
[AgentModule]
internal sealed partial class Nullables(AnyScript script)
{
    [Node]
    public Task Nullable(ChunkWriter<string?> chunks, NodeContext context, CancellationToken cancellationToken) =>
        script.Run(context, cancellationToken, chunks);
}

/// <summary>No node gives a result.</summary>
[AgentModule]
internal sealed partial class Mute(AnyScript script)
{
    [Node]
    public Task Speak(int count, Edge<int> again, NodeContext context, CancellationToken cancellationToken)
    {
        for (var index = 0; index < count; index++)
            again.Emit(index);
        return script.Run(context, cancellationToken);
    }

    [Node]
    public Task Again(int number, NodeContext context, CancellationToken cancellationToken) => script.Run(context, cancellationToken, number);
}

/// <summary>The result must not be null.</summary>
[AgentModule]
internal sealed partial class Strict(AnyScript script)
{
    [Node(MaxAttempts = 2)]
    public async Task<string> Give(NodeContext context, CancellationToken cancellationToken)
    {
        await script.Run(context, cancellationToken);
        return null!;
    }
}

/// <summary>Its nodes and itself set how attempts go.</summary>
[AgentModule(MaxAttempts = 4, TimeoutSeconds = 40, RunTimeoutSeconds = 1000)]
internal sealed partial class Tuned(AnyScript script)
{
    [Node(Entry = true)]
    public Task<string?> Start(string node, Edge own, Edge inherited, Edge picky, NodeContext context, CancellationToken cancellationToken)
    {
        switch (node)
        {
            case "own":
                own.Emit();
                break;
            case "inherited":
                inherited.Emit();
                break;
            case "picky":
                picky.Emit();
                break;
        }

        return Task.FromResult<string?>(null);
    }

    [Node(MaxAttempts = 2, TimeoutSeconds = 20)]
    public async Task<string?> Own(NodeContext context, CancellationToken cancellationToken)
    {
        await script.Run(context, cancellationToken);
        return "own";
    }

    [Node]
    public async Task<string?> Inherited(NodeContext context, CancellationToken cancellationToken)
    {
        await script.Run(context, cancellationToken);
        return "inherited";
    }

    [Node(NonRetryable = [typeof(ArgumentException), typeof(InvalidDataException)])]
    public async Task<string?> Picky(NodeContext context, CancellationToken cancellationToken)
    {
        await script.Run(context, cancellationToken);
        return "picky";
    }
}

/// <summary>At most three attempts at once; of node <c>Narrow</c> two.</summary>
[AgentModule(MaxConcurrency = 3)]
internal sealed partial class Crowd(AnyScript script)
{
    [Node]
    public void Spread(int narrow, int wide, [To(nameof(Narrow))] Edge<int> toNarrow, [To(nameof(Wide))] Edge<int> toWide)
    {
        for (var index = 0; index < narrow; index++)
            toNarrow.Emit(index);
        for (var index = 0; index < wide; index++)
            toWide.Emit(index);
    }

    [Node(MaxConcurrency = 2)]
    public Task Narrow(int number, NodeContext context, CancellationToken cancellationToken) => script.Run(context, cancellationToken, number);

    [Node]
    public Task Wide(int number, NodeContext context, CancellationToken cancellationToken) => script.Run(context, cancellationToken, number);
}

/// <summary>A service that tells of its life.</summary>
internal sealed class Tracked(Tracked.Journal journal) : IAsyncDisposable
{
    public int Number { get; } = journal.Add("made");

    public ValueTask DisposeAsync()
    {
        journal.Add("disposed");
        journal.OnDisposed?.Invoke();
        return ValueTask.CompletedTask;
    }

    internal sealed class Journal
    {
        private readonly List<string> entries = [];

        public Action? OnDisposed { get; set; }

        public IReadOnlyList<string> Entries
        {
            get
            {
                lock (entries)
                    return [.. entries];
            }
        }

        public int Add(string entry)
        {
            lock (entries)
            {
                entries.Add(entry);
                return entries.Count;
            }
        }
    }
}

/// <summary>A node that takes services, and one that takes none.</summary>
[AgentModule]
internal sealed partial class Served(AnyScript script)
{
    [Node]
    public async Task<string> Serve(
        [Service] Tracked first, [Service] Tracked second, [FromKeyedServices("loud")] string keyed, [Service] IDisposable? missing,
        Edge<string> plain, NodeContext context, CancellationToken cancellationToken)
    {
        plain.Emit(keyed);
        await script.Run(context, cancellationToken, first);
        return $"{ReferenceEquals(first, second)} {keyed} {missing is null}";
    }

    [Node]
    public Task Plain(string input, NodeContext context, CancellationToken cancellationToken) => script.Run(context, cancellationToken, input);
}

/// <summary>Takes every kind of input.</summary>
[AgentModule("forms")]
internal sealed partial class Forms
{
    [Node]
    public string Fill(string name, int count, string[]? tags = null, bool urgent = true) =>
        $"{name} {count} {(tags is null ? "none" : string.Join('+', tags))} {urgent}";
}

/// <summary>An input that refers to itself.</summary>
internal sealed class Knot
{
    public Knot? Self { get; set; }
}

/// <summary>Takes an input that has no JSON.</summary>
[AgentModule]
internal sealed partial class Cyclic
{
    [Node]
    public void Tie(Knot knot)
    {
    }
}

namespace Agents.Durable.Benchmarks;

/// <summary>One node, which adds.</summary>
[AgentModule]
internal sealed partial class Adder
{
    [Node]
    public int Add(int left, int right) => left + right;
}

/// <summary>Writes a chunk each time it is told to, until it is told no more.</summary>
[AgentModule]
internal sealed partial class Ticker(Ticks ticks)
{
    [Node]
    public async Task<int> Tick(int count, ChunkWriter<string> chunks, CancellationToken cancellationToken)
    {
        for (var index = 0; index < count; index++)
        {
            var text = await ticks.NextAsync(cancellationToken);
            await chunks.WriteAsync(text, cancellationToken);
        }

        return count;
    }
}

/// <summary>Asks a person who does not answer.</summary>
[AgentModule]
internal sealed partial class Asker
{
    [Node]
    public Task<string> Ask(string question, HumanInput<string, string> person, CancellationToken cancellationToken) =>
        person.AskAsync(question, cancellationToken: cancellationToken);
}

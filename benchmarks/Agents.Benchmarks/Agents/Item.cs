namespace Agents.Benchmarks;

/// <summary>What is streamed. There is one of it, so that what is measured is the streaming.</summary>
internal sealed record Item(int Number)
{
    public static Item One { get; } = new(1);
}

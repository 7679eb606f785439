using Agents.Runtime;

namespace Agents.Testing;

/// <summary>The runtime's chance, repeated by a seed.</summary>
internal sealed class SeededRandom(int seed) : RandomSource
{
    private readonly Lock sync = new();
    private readonly Random random = new(seed);

    public override double NextDouble()
    {
        lock (sync)
            return random.NextDouble();
    }

    public override void Fill(Span<byte> block)
    {
        lock (sync)
            random.NextBytes(block);
    }
}

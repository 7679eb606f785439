using System.Security.Cryptography;

namespace Agents.Runtime;

/// <summary>All chance in the runtime: the system's, unless a test brings a source of its own that can be repeated.</summary>
internal abstract class RandomSource
{
    /// <summary>The system's.</summary>
    public static RandomSource System { get; } = new SystemSource();

    /// <summary>A number from 0 to below 1.</summary>
    public abstract double NextDouble();

    /// <summary>Fills a block with random bytes that make ids.</summary>
    public abstract void Fill(Span<byte> block);

    private sealed class SystemSource : RandomSource
    {
        public override double NextDouble() => Random.Shared.NextDouble();

        public override void Fill(Span<byte> block) => RandomNumberGenerator.Fill(block);
    }
}

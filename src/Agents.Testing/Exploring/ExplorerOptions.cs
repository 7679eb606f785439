namespace Agents.Testing;

/// <summary>How a scenario is explored. Immutable.</summary>
public sealed record ExplorerOptions
{
    /// <summary>How many seeds are tried. 1,000 by default.</summary>
    public int Seeds { get; init; } = 1_000;

    /// <summary>The first of them. 1 by default.</summary>
    public int FirstSeed { get; init; } = 1;

    /// <summary>How many are tried at once. 1 by default.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>
    /// How the host of a seed is made: what it gives may depend on the seed, which is set on it. Null for the defaults, with
    /// five seconds of patience.
    /// </summary>
    public Func<int, AgentTestHostOptions>? Host { get; init; }
}

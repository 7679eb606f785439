namespace Agents.Testing;

/// <summary>A scenario failed under a seed. The message says how to see it fail again.</summary>
public sealed class ExplorerException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="log">The logs of the runs.</param>
    /// <param name="outside">How many continuations came from outside of the host.</param>
    /// <param name="innerException">What failed.</param>
    public ExplorerException(int seed, string log, long outside, Exception innerException)
        : base(Describe(seed, log, outside, innerException), innerException)
    {
        Seed = seed;
        Log = log;
    }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>The logs of the runs of the scenario, as text.</summary>
    public string Log { get; }

    private static string Describe(int seed, string log, long outside, Exception inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        var exactly = outside == 0
            ? "It fails in the same way each time."
            : $"It may go otherwise then: {outside} continuations came from threads that are not the host's.";
        return $"Seed {seed} fails: {inner.Message}{Environment.NewLine}" +
            $"Replay it by AgentExplorer.ReplayAsync(agents, scenario, seed: {seed}), with the same options. {exactly}{Environment.NewLine}{log}";
    }
}

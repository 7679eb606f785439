namespace Agents.Testing;

/// <summary>What a new build makes of the runs of a journal.</summary>
/// <param name="Runs">How many runs have not ended.</param>
/// <param name="Findings">What does not simply go on, by the run; empty if all do.</param>
public sealed record UpgradeReport(int Runs, IReadOnlyList<UpgradeFinding> Findings)
{
    /// <summary>A line for each finding, for a console or the message of a test that fails.</summary>
    public override string ToString() => Findings.Count == 0
        ? $"All {Runs} runs go on."
        : $"Of {Runs} runs, {Findings.DistinctBy(static finding => finding.Run).Count()} do not simply go on:{Environment.NewLine}" +
            string.Join(Environment.NewLine, Findings);
}

/// <summary>Why a run does not simply go on.</summary>
/// <param name="Run">The run.</param>
/// <param name="Effect">What becomes of it under the new build.</param>
/// <param name="Reason">Why.</param>
public sealed record UpgradeFinding(RunId Run, UpgradeEffect Effect, string Reason)
{
    /// <summary>The agent; null of a run that cannot be read.</summary>
    public string? Agent { get; init; }

    /// <summary>The invocation that does not fit; null where the run as a whole is concerned.</summary>
    public InvocationId? Invocation { get; init; }

    /// <summary>Its node's name on the wire.</summary>
    public string? Node { get; init; }

    /// <summary>The input, or the parameter that asks people, that is at fault; null where the node itself is.</summary>
    public string? Argument { get; init; }

    /// <summary>The finding as one line.</summary>
    public override string ToString() => $"{Run} {Effect.ToString().ToLowerInvariant()}: {Reason}";
}

/// <summary>What becomes of a run under a new build.</summary>
public enum UpgradeEffect
{
    /// <summary>It waits for a build that fits; see <see cref="RunInfo.Parked"/>.</summary>
    Parks,

    /// <summary>It ends, and another is started in its place; see <see cref="UpgradePolicy.Restart"/>.</summary>
    Restarts,

    /// <summary>It ends failed; see <see cref="UpgradePolicy.Fail"/>.</summary>
    Fails,

    /// <summary>It cannot be read at all, or its agent is not registered: it waits for a host that can read it.</summary>
    Unreadable,
}

using System.Diagnostics;

namespace Agents.Runtime;

/// <summary>What a run has only if it needs it. Guarded by the run's lock but for what is set before anybody else knows the run.</summary>
internal sealed class RunExtras
{
    /// <summary>The options that it was started with.</summary>
    public RunOptions? Options { get; init; }

    /// <summary>Where it hangs in its tree.</summary>
    public RunParent? Parent { get; init; }

    /// <summary>What the user gave to be kept with it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The graph that it was started with, where that is another than the agent has now.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>Where it was forked from.</summary>
    public ForkOrigin? Origin { get; set; }

    /// <summary>What was forked from it.</summary>
    public List<RunId>? Forks { get; set; }

    /// <summary>Why it does not go on, though it has not ended.</summary>
    public string? Parked { get; set; }

    /// <summary>The span of the run; null while nobody listens.</summary>
    public Activity? Activity { get; set; }

    /// <summary>What looks for early ends of scopes, by their numbers.</summary>
    public ScopeWatch?[]? Watches { get; set; }

    /// <summary>The timers of attempts that wait for their time, by ordinals.</summary>
    public Dictionary<int, DueTimer>? Retries { get; set; }

    /// <summary>What ends it by its timeout.</summary>
    public DueTimer? Timeout { get; set; }

    /// <summary>What warns of its budget of seconds.</summary>
    public DueTimer? SecondsWarning { get; set; }

    /// <summary>What ends it by its budget of seconds.</summary>
    public DueTimer? SecondsBudget { get; set; }

    /// <summary>Ends all that happens by time, and lets go of what looks for ends of scopes: none comes any more.</summary>
    public void LetGo()
    {
        Watches = null;
        Timeout?.Stop();
        SecondsWarning?.Stop();
        SecondsBudget?.Stop();
        Timeout = SecondsWarning = SecondsBudget = null;
        foreach (var timer in Retries?.Values ?? (IEnumerable<DueTimer>)[])
            timer.Stop();
        Retries = null;
    }
}

using Agents.Infrastructure;
using Agents.Runtime;

namespace Agents.Testing;

/// <summary>
/// What is to go wrong in a test host. Nodes are named as on the wire; all rules that fit an attempt count, delays first. Rules
/// may be added at any time. Thread-safe.
/// </summary>
public sealed class AgentFaults
{
    private readonly Lock sync = new();
    private readonly List<FaultRule> rules = [];
    private readonly List<(long Position, string? Agent)> cancels = [];
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider timeProvider;
    private readonly HashSet<string> nodes;
    private readonly HashSet<string> agents;
    private readonly HashSet<InvocationAttempt> hanging = [];
    private readonly Random random;

    internal AgentFaults(TimeProvider timeProvider, int seed, IEnumerable<AgentDefinition> agents)
    {
        this.timeProvider = timeProvider;
        this.agents = [.. agents.Select(static agent => agent.Name)];
        nodes = [.. agents.SelectMany(static agent => agent.AllNodes).Select(static node => node.Name)];
        random = new Random(seed);
    }

    /// <summary>Makes one attempt of each invocation of a node fail before the node is called.</summary>
    /// <param name="node">The node.</param>
    /// <param name="attempt">The number of the attempt, from 1.</param>
    /// <param name="exception">What it fails with; null for an <see cref="InjectedFaultException"/>.</param>
    /// <exception cref="ArgumentException">No node of the host has that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempt"/> is less than 1.</exception>
    public void FailAttempt(string node, int attempt, Exception? exception = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        Add(new FaultRule(node, number => number == attempt) { Fault = FaultOf(exception, $"attempt {attempt} of '{node}'") });
    }

    /// <summary>Makes each n-th attempt of a node fail, those of all its invocations counted together.</summary>
    /// <param name="node">The node.</param>
    /// <param name="nth">n, 1 or more.</param>
    /// <param name="exception">What it fails with; null for an <see cref="InjectedFaultException"/>.</param>
    /// <exception cref="ArgumentException">No node of the host has that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nth"/> is less than 1.</exception>
    public void FailEvery(string node, int nth, Exception? exception = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nth, 1);
        var count = 0;
        Add(new FaultRule(node, _ => ++count % nth == 0) { Fault = FaultOf(exception, $"one of {nth} attempts of '{node}'") });
    }

    /// <summary>Makes attempts of a node fail by chance, which the host's seed decides.</summary>
    /// <param name="node">The node.</param>
    /// <param name="probability">How likely, from 0 to 1.</param>
    /// <param name="exception">What they fail with; null for an <see cref="InjectedFaultException"/>.</param>
    /// <exception cref="ArgumentException">No node of the host has that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is less than 0 or more than 1.</exception>
    public void FailRandomly(string node, double probability, Exception? exception = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        Add(new FaultRule(node, _ => random.NextDouble() < probability) { Fault = FaultOf(exception, $"an attempt of '{node}', by chance") });
    }

    /// <summary>Lets time pass between the start of a node's attempts and the call of the node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="delay">How much.</param>
    /// <param name="attempt">Which attempt of each invocation; null for all.</param>
    /// <exception cref="ArgumentException">No node of the host has that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="delay"/> is negative, or <paramref name="attempt"/> less than 1.
    /// </exception>
    public void Delay(string node, TimeSpan delay, int? attempt = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt ?? 1, 1, nameof(attempt));
        Add(new FaultRule(node, number => attempt is null || number == attempt) { Delay = delay });
    }

    /// <summary>Makes one attempt of each invocation of a node hang in its place, deaf to its token.</summary>
    /// <param name="node">The node.</param>
    /// <param name="attempt">The number of the attempt, from 1.</param>
    /// <exception cref="ArgumentException">No node of the host has that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempt"/> is less than 1.</exception>
    public void HangAttempt(string node, int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        Add(new FaultRule(node, number => number == attempt) { Hangs = true });
    }

    /// <summary>Cancels runs when they have recorded an event: as the next thing that the host does.</summary>
    /// <param name="position">The event's position, from 1.</param>
    /// <param name="agent">The agent whose runs these are; null for all.</param>
    /// <exception cref="ArgumentException">No agent of the host has that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> is less than 1.</exception>
    public void CancelAtEvent(long position, string? agent = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, 1);
        if (agent is not null)
            Require(agents, nameof(agent), agent);
        lock (sync)
            cancels.Add((position, agent));
    }

    /// <summary>Lets nothing go wrong any more, but for what has begun.</summary>
    public void Clear()
    {
        lock (sync)
        {
            rules.Clear();
            cancels.Clear();
        }
    }

    /// <summary>Ends what hangs.</summary>
    internal void Release() => released.TrySetResult();

    internal bool Hangs(InvocationAttempt attempt)
    {
        lock (sync)
            return hanging.Contains(attempt);
    }

    internal Task? Before(InvocationAttempt attempt)
    {
        List<FaultRule>? hit = null;
        lock (sync)
        {
            foreach (var rule in rules)
            {
                if (rule.Node == attempt.Node && rule.Applies(attempt.Number))
                    (hit ??= []).Add(rule);
            }
        }

        return hit is null ? null : ApplyAsync(attempt, hit);
    }

    internal bool CancelsAt(Run run, long position)
    {
        lock (sync)
            return cancels.Exists(cancel => cancel.Position == position && (cancel.Agent ?? run.Agent.Name) == run.Agent.Name);
    }

    private async Task ApplyAsync(InvocationAttempt attempt, List<FaultRule> hit)
    {
        foreach (var rule in hit.Where(static rule => rule.Delay > TimeSpan.Zero))
            await LongDelay.WaitAsync(rule.Delay, timeProvider, attempt.CancellationToken);
        if (hit.Exists(static rule => rule.Hangs))
        {
            lock (sync)
                hanging.Add(attempt);
            await released.Task;
        }

        if (hit.Find(static rule => rule.Fault is not null) is { } failing)
            throw failing.Fault!();
    }

    private void Add(FaultRule rule)
    {
        Require(nodes, "node", rule.Node);
        lock (sync)
            rules.Add(rule);
    }

    /// <summary>What is thrown at each hit: the exception of the test, or a new one.</summary>
    private static Func<Exception> FaultOf(Exception? given, string what) =>
        given is null ? () => new InjectedFaultException($"The test lets {what} fail.") : () => given;

    private static void Require(HashSet<string> known, string kind, string name)
    {
        if (!known.Contains(name))
        {
            throw new ArgumentException(
                $"No {kind} of this host is named '{name}'. There are: {string.Join(", ", known.Order(StringComparer.Ordinal))}.", kind);
        }
    }

    /// <summary>What happens to attempts of a node.</summary>
    private sealed record FaultRule(string Node, Func<int, bool> Applies)
    {
        public TimeSpan Delay { get; init; }

        public bool Hangs { get; init; }

        public Func<Exception>? Fault { get; init; }
    }
}

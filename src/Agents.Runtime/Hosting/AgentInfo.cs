using Agents.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime;

/// <summary>An agent in a host: what does not depend on its types.</summary>
internal sealed class AgentInfo
{
    private readonly RunPlan plan;
    private readonly Dictionary<string, NodeInfo> byName;
    private volatile NodeInfo[] nodes;

    public AgentInfo(AgentHost host, AgentDefinition definition)
    {
        Host = host;
        Limits = host.Options.Limits;
        Definition = definition;
        Fingerprint = definition.Graph.Fingerprint;
        nodes = [.. definition.AllNodes.Select((node, index) => new NodeInfo(this, node, index))];
        LikelyEvents = 1 + nodes.Sum(static node => node.Stream is null ? 2 : 3);
        byName = nodes.ToDictionary(static node => node.Name, StringComparer.Ordinal);
        plan = MakePlan(null);
        var gate = MakeGate(definition.MaxConcurrency);
        foreach (var node in Nodes)
        {
            node.Gates = [.. new[] { MakeGate(node.Definition.MaxConcurrency), gate, host.Gate }
                .Where(static candidate => candidate is not null).Cast<ConcurrencyGate>()];
        }

        ConcurrencyGate? MakeGate(int limit) => limit > 0 ? new ConcurrencyGate(limit, host.Executor.Schedule) : null;
    }

    /// <summary>
    /// How many entries the log of a run has that invokes each node once, which the log has room for from the start: the start of the run,
    /// begin and end of each invocation, and chunks in a row.
    /// </summary>
    public int LikelyEvents { get; }

    public AgentHost Host { get; }

    /// <summary>The limits of its runs.</summary>
    public RunLimits Limits { get; }

    public AgentDefinition Definition { get; }

    public string Name => Definition.Name;

    public string Fingerprint { get; }

    /// <summary>The nodes; behind them those that runs of former builds tell of.</summary>
    public NodeInfo[] Nodes => nodes;

    /// <summary>Makes a node that runs of former builds tell of, by its name and its index.</summary>
    public Func<string, int, NodeInfo>? MakeFormer { get; set; }

    /// <summary>The node of a name on the wire; null if there is none in this build.</summary>
    public NodeInfo? FindNode(string name) => byName.GetValueOrDefault(name);

    /// <summary>What stands for a node of a name that is not there any more, or takes other inputs.</summary>
    public NodeInfo GetFormerNode(string name)
    {
        lock (byName)
        {
            if (nodes.FirstOrDefault(node => node.IsFormer && node.Name == name) is { } known)
                return known;
            var former = MakeFormer!(name, nodes.Length);
            nodes = [.. nodes, former];
            return former;
        }
    }

    public TimeSpan? RunTimeout => Seconds(Definition.RunTimeoutSeconds);

    /// <summary>The rules of a run with these options.</summary>
    public RunPlan GetPlan(RunOptions? options) =>
        options is null or { MaxAttempts: null, AttemptTimeout: null } ? plan : MakePlan(options);

    /// <summary>A node's own setting counts first, then the run's, the agent's, the host's.</summary>
    private RunPlan MakePlan(RunOptions? options)
    {
        var host = Host.Options;
        return new RunPlan(
            [.. Definition.AllNodes.Select(node => new AttemptPolicy(
                node.MaxAttempts > 0 ? node.MaxAttempts
                    : options?.MaxAttempts ?? (Definition.MaxAttempts > 0 ? Definition.MaxAttempts : host.Retry.MaxAttempts),
                host.Retry.BaseDelay,
                host.Retry.MaxDelay,
                host.Retry.Jitter,
                Seconds(node.TimeoutSeconds) ?? options?.AttemptTimeout ?? Seconds(Definition.TimeoutSeconds) ?? host.AttemptTimeout))],
            Definition.ResultType is not null,
            host.Limits.InvocationsPerRun)
        {
            NodeNames = [.. Definition.AllNodes.Select(static node => node.Name)],
            Budgets = new Budgets(
                Definition.InvocationBudget,
                Definition.ChunkBudget,
                Seconds(Definition.SecondsBudget)?.TotalSeconds ?? 0,
                Definition.AllNodes.Any(static node => node.Rounds > 0) ? [.. Definition.AllNodes.Select(static node => node.Rounds)] : null),
            Scopes = Definition.AllNodes.Any(static node => node.Aggregate is not null) ? [.. Definition.AllNodes.Select(MakeScopeRule)] : [],
        };
    }

    private ScopeRule? MakeScopeRule(NodeDefinition node) => node.Aggregate is { } aggregate
        ? new ScopeRule(
            aggregate,
            Definition.AllNodes[aggregate].Gathering!.IsOrdered,
            Definition.AllNodes[aggregate].Gathering!.MayFinishEarly,
            Definition.AllNodes[aggregate].Gathering!.OnEarlyFinish)
        : null;

    /// <summary>What an attribute sets; nothing, and more than a time span holds, is no limit.</summary>
    public static TimeSpan? Seconds(double seconds) =>
        seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
}

/// <summary>The module, taken from dependency injection when a node of it first executes.</summary>
internal sealed class ModuleSource<TModule>(IServiceProvider services)
    where TModule : class
{
    private TModule? module;

    public TModule Module => module ?? Create();

    private TModule Create()
    {
        var created = services.GetRequiredService<TModule>();
        if (Interlocked.CompareExchange(ref module, created, null) is null)
            services.GetRequiredService<AgentHostStop>();
        return created;
    }
}

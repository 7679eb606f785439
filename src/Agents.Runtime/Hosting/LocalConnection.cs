using System.Text.Json;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>What a host asks of the connection to an agent without knowing its types.</summary>
internal interface ILocalConnection
{
    AgentDescriptor Descriptor { get; }

    AgentInfo Agent { get; }

    /// <summary>Makes a run of the agent that comes back from a journal.</summary>
    Run Make(RunId id, RunOptions? options, RunParent? parent);

    /// <summary>
    /// Starts a run with the inputs of another, once: the graph has changed since that was started. False if they do not fit any more.
    /// </summary>
    bool TryRestart(Run old);
}

/// <summary>The connection to an agent whose runs are in this process.</summary>
internal sealed partial class LocalConnection<TModule, TInput, TResult> : AgentConnection<TInput, TResult>, ILocalConnection
    where TModule : class
{
    private readonly AgentHost host;
    private readonly AgentInfo agent;
    private readonly AgentDefinition<TModule, TInput, TResult> definition;
    private readonly NodeRuntime<TModule, TInput, TResult> entry;

    public LocalConnection(AgentHost host, AgentDefinition<TModule, TInput, TResult> definition)
    {
        this.host = host;
        this.definition = definition;
        ScopeCheck.ThrowIfInvalid(definition);
        agent = new AgentInfo(host, definition);
        var maker = new NodeMaker(new ModuleSource<TModule>(host.Services), agent);
        object[] nodes = [.. definition.Nodes.Select(node => node.Accept(maker))];
        foreach (var node in agent.Nodes)
        {
            node.Targets = [.. node.Definition.Edges.Select(edge => edge.Bind(nodes[edge.Target]))];
            node.Runtime = (INodeRuntime)nodes[node.Index];
            node.Aggregate = node.Definition.Aggregate is { } aggregate ? (IAggregate)nodes[aggregate] : null;
        }

        entry = (NodeRuntime<TModule, TInput, TResult>)nodes[definition.Entry];
        Descriptor = new LocalDescriptor(this);
        agent.MakeFormer = MakeFormerNode;
    }

    public AgentDescriptor Descriptor { get; }

    public override ValueTask<RunConnection<TResult>> StartAsync(
        TInput input, RunOptions? options, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<RunConnection<TResult>>(cancellationToken);
        entry.Definition.Input.Check?.Invoke(input);
        CheckOptions(options);
        return host.IsDurable ? StartStoredAsync(input, options, cancellationToken) : new(StartNow(input, options, out _));
    }

    public override ValueTask<RunConnection<TResult>?> GetRunAsync(RunId run, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<RunConnection<TResult>?>(cancellationToken);
        return host.IsDurable
            ? FindStoredAsync(run, cancellationToken)
            : new(Find(run) is { } found ? new LocalRunConnection<TResult>(found) : null);
    }

    public override IAsyncEnumerable<RunInfo> ListRunsAsync(RunQuery? query) => host.IsDurable
        ? ListStoredAsync(query)
        : host.Runs.Of(agent)
            .Select(static run => run.GetInfo())
            .Where(info => query is null || Matches(info, query))
            .ToAsyncEnumerable();

    private static bool Matches(RunInfo info, RunQuery query) =>
        (query.Status is not { } status || info.Status == status) &&
        (!query.RootsOnly || info.Parent is null) &&
        (query.StartedFrom is not { } from || info.StartedAt >= from) &&
        (query.StartedBefore is not { } before || info.StartedAt < before) &&
        (query.Metadata?.All(pair => info.Metadata.TryGetValue(pair.Key, out var value) && value == pair.Value) ?? true);

    private static void CheckOptions(RunOptions? options)
    {
        if (options is null)
            return;
        if (options.Key is { Length: 0 })
            throw new ArgumentException("RunOptions.Key is empty. Leave it null to start a run without a key.", nameof(options));
        if (options.MaxAttempts is < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxAttempts, "RunOptions.MaxAttempts must be 1 or more.");
        if (options.Timeout is { } timeout && timeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(options), timeout, "RunOptions.Timeout must be positive.");
        if (options.AttemptTimeout is { } attempt && attempt <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(options), attempt, "RunOptions.AttemptTimeout must be positive.");
    }

    private Run<TResult>? Find(RunId id) => host.Runs.Find(id) is Run<TResult> run && run.Agent == agent ? run : null;

    /// <summary>Starts a run, or finds the one with the same key.</summary>
    private LocalRunConnection<TResult> StartNow(TInput input, RunOptions? options, out bool isNewRoot)
    {
        isNewRoot = false;
        return StartChildIfInNode(input, options) is { } child
            ? new LinkedRunConnection<TResult>(child)
            : new LocalRunConnection<TResult>(Start(input, options, out isNewRoot));
    }

    private Run<TResult> Start(TInput input, RunOptions? options, out bool isNew)
    {
        isNew = false;
        var now = host.Clock.GetTicks();
        var id = options?.Key is { } key ? RunId.FromKey(key) : host.Ids.Next(now);
        var run = new Run<TResult>(id, agent, options) { IsStartTold = !host.Telemetry.ListensToStarts };
        var attempt = new InvocationAttempt<TModule, TInput, TResult>(run, entry, input, 1);
        attempt.StoreInput();
        host.ThrowIfStopped(agent.Name);
        Effects effects;
        if (options?.Key is null && host is { IsDurable: false, Watch: null })
        {
            // Nobody can know it yet.
            effects = run.Start(attempt, now);
            host.Runs.AddNew(run);
        }
        else
        {
            // Who finds it meanwhile finds it started.
            lock (run.Gate)
            {
                if (!host.Runs.TryAdd(run, out var other))
                    return Same(other, input, options!.Key!);
                effects = run.Start(attempt, now);
            }
        }

        isNew = true;
        Launch(run, effects);
        return run;
    }

    private void Launch(Run<TResult> run, Effects effects)
    {
        host.Telemetry.RunStarted(run);
        run.StartTimeout();
        effects.Run(run);
        // A host that stopped meanwhile may not have seen this run.
        if (host.IsStopped)
            host.End(run);
    }

    private Run<TResult> Same(Run other, TInput input, string key)
    {
        if (other.Agent != agent)
            throw new RunConflictException(other.Id, key, $"for agent '{other.Agent.Name}' instead of '{agent.Name}'");
        ForkOrigin? origin;
        lock (other.Gate)
            origin = other.Origin;

        if (origin is not null)
            throw new RunConflictException(other.Id, key, $"as a fork of run {origin.Run}");
        if (!HasInput(other, input))
            throw new RunConflictException(other.Id, key, "with other inputs");
        return (Run<TResult>)other;
    }

    /// <summary>Whether a run of this agent was started with an input. One that does not read any more is equal to none.</summary>
    private bool HasInput(Run run, TInput input)
    {
        object first;
        lock (run.Gate)
            first = run.State[1].Input;
        return first is InvocationAttempt<TModule, TInput, TResult> started &&
            host.Payloads.AreEqualInputs(started.Input, input, entry.Definition.Input);
    }

    private sealed class NodeMaker(ModuleSource<TModule> module, AgentInfo agent) : INodeVisitor<TModule, TResult, object>
    {
        private int index;

        public object Visit<TNodeInput>(NodeDefinition<TModule, TNodeInput, TResult> node) =>
            new NodeRuntime<TModule, TNodeInput, TResult>(module, agent.Nodes[index++], node);
    }

    private sealed class LocalDescriptor(LocalConnection<TModule, TInput, TResult> connection) : AgentDescriptor
    {
        public override AgentGraph Graph => connection.definition.Graph;

        public override async ValueTask<AgentRun> StartAsync(
            JsonElement input, RunOptions? options = null, CancellationToken cancellationToken = default)
        {
            var reader = new NodeInputReader(input, connection.host.Payloads.JsonOptions);
            var inputs = connection.entry.Definition.Input.Read(reader);
            return connection.definition.CreateRun(
                await connection.StartAsync(inputs, options, cancellationToken).ConfigureAwait(false));
        }

        public override async ValueTask<AgentRun?> GetRunAsync(RunId run, CancellationToken cancellationToken = default) =>
            await connection.GetRunAsync(run, cancellationToken).ConfigureAwait(false) is { } found
                ? connection.definition.CreateRun(found)
                : null;
    }
}

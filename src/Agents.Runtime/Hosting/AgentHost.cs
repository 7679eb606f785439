using Agents.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Agents.Runtime;

/// <summary>
/// The runtime of agents in a service provider: it connects clients, keeps the runs, and ends them when it stops. Works
/// without being started.
/// </summary>
internal sealed partial class AgentHost : IAgentRuntime, IAsyncDisposable, IDisposable
{
    private readonly Dictionary<AgentDefinition, ILocalConnection> connections = [];
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isStopping;
    private volatile bool isStopped;

    public AgentHost(
        IServiceProvider services,
        IEnumerable<AgentDefinition> agents,
        IOptions<AgentsOptions> options,
        TimeProvider timeProvider,
        PayloadJson payloads,
        AgentTelemetry telemetry)
    {
        Services = services;
        Options = options.Value;
        TimeProvider = timeProvider;
        Payloads = payloads;
        Telemetry = telemetry;
        Executor = new LocalExecutor(services.GetService<WorkQueue>());
        Clock = new RunClock(timeProvider);
        Random = services.GetService<RandomSource>() ?? RandomSource.System;
        Interceptor = services.GetService<AttemptInterceptor>();
        Watch = services.GetService<RecordWatch>();
        Recorder = services.GetService<IRecorder>() ?? MakeRecorder(services);
        IsDurable = Recorder.IsDurable;
        Payloads.MaxBytes = Options.Limits.PayloadBytes;
        Stored = Recorder is StoredRecorder stored ? new StoredRuns(this, stored) : null;
        Ids = new RunIdSource(Random);
        Gate = new ConcurrencyGate(Options.MaxConcurrency, Executor.Schedule);
        Runs = new RunRegistry(this);
        Cache = new NodeCache(Options.Cache.MaxEntries, Clock);
        var connector = new Connector(this);
        foreach (var agent in agents)
            connections.Add(agent, agent.Accept(connector));
        Telemetry.Observe(this);
    }

    public IServiceProvider Services { get; }

    public AgentsOptions Options { get; }

    public TimeProvider TimeProvider { get; }

    public PayloadJson Payloads { get; }

    public AgentTelemetry Telemetry { get; }

    public RunClock Clock { get; }

    public RunIdSource Ids { get; }

    public RandomSource Random { get; }

    /// <summary>What comes before the nodes; null but in tests.</summary>
    public AttemptInterceptor? Interceptor { get; }

    /// <summary>What sees each recorded event; null but in tests.</summary>
    public RecordWatch? Watch { get; }

    /// <summary>Where the events of all runs are recorded.</summary>
    public IRecorder Recorder { get; }

    /// <summary>Whether runs outlive the host: their payloads are written as JSON when they are handed over.</summary>
    public bool IsDurable { get; }

    public LocalExecutor Executor { get; }

    /// <summary>Bounds the attempts that execute in this host.</summary>
    public ConcurrencyGate Gate { get; }

    public RunRegistry Runs { get; }

    /// <summary>What nodes gave that may be given again.</summary>
    public NodeCache Cache { get; }

    public bool IsStopping => isStopping;

    public bool IsStopped => isStopped;

    public IEnumerable<AgentDescriptor> Descriptors => connections.Values.Select(connection => connection.Descriptor);

    public AgentConnection<TInput, TResult> Connect<TModule, TInput, TResult>(AgentDefinition<TModule, TInput, TResult> agent)
        where TModule : class
    {
        ArgumentNullException.ThrowIfNull(agent);
        return connections.TryGetValue(agent, out var connection)
            ? (LocalConnection<TModule, TInput, TResult>)connection
            : throw new InvalidOperationException(
                $"Agent '{agent.Name}' is not registered. Call services.AddAgents().Add{agent.ModuleType.Name}().");
    }

    public void ThrowIfStopped(string agent)
    {
        if (isStopping)
        {
            throw new InvalidOperationException(
                $"No run of agent '{agent}' can be started: the host of agents is stopping or has stopped. Start runs only while " +
                "the application runs.");
        }
    }

    /// <summary>
    /// Refuses starts, fires the tokens, waits for attempts to end until the token fires, then ends what is left.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Whoever stops it too, or disposes of it meanwhile, waits along; the first to lose patience ends the runs.
        BeginStop();
        Task idleOrStopped = Task.WhenAny(Gate.WhenIdleAsync(), stopped.Task);
        await idleOrStopped.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Stored is not null && !isStopped)
        {
            // What has been done is to be stored, if that is possible in the time there is.
            foreach (var run in Runs.Pending)
                run.FenceOff();
            await Stored.Recorder.WhenDrained().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        EndRuns();
        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Stops at once, without waiting for attempts: nothing here may block.</summary>
    public void Stop()
    {
        BeginStop();
        EndRuns();
    }

    /// <summary>Stops, waiting for attempts as long as a disposal may.</summary>
    public async ValueTask StopPatientlyAsync()
    {
        // By the machine's clock: a virtual one need not move any more when its owner disposes of everything.
        using var patience = new CancellationTokenSource(Options.DisposeTimeout);
        await StopAsync(patience.Token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        Stop();
        _ = CloseAsync();
        Runs.Dispose();
        Telemetry.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopPatientlyAsync().ConfigureAwait(false);
        Dispose();
        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Begins to stop if the provider is being disposed of, which may not have come to the host yet.</summary>
    public void StopIfProviderIsDisposed()
    {
        try
        {
            Services.GetService(typeof(AgentHost));
        }
        catch (ObjectDisposedException)
        {
            BeginStop();
        }
    }

    private void BeginStop()
    {
        lock (connections)
        {
            if (isStopping)
                return;
            isStopping = true;
        }

        foreach (var run in Runs.Pending)
        {
            foreach (var attempt in run.GetExecuting())
                attempt.Signal(StopCause.HostStopping);
        }
    }

    private void EndRuns()
    {
        isStopped = true;
        Stored?.Recorder.GiveUp();
        foreach (var run in Runs.Pending)
            End(run);
        stopped.TrySetResult();
    }

    /// <summary>Lets go of a run because the host stops: in memory that is its end, with a journal it goes on later.</summary>
    public void End(Run run)
    {
        if (IsDurable)
            run.Halt();
        else
            run.Cancel(AgentCanceledException.HostStopped);
    }

    private sealed class Connector(AgentHost host) : IAgentVisitor<ILocalConnection>
    {
        public ILocalConnection Visit<TModule, TInput, TResult>(AgentDefinition<TModule, TInput, TResult> agent)
            where TModule : class => new LocalConnection<TModule, TInput, TResult>(host, agent);
    }
}

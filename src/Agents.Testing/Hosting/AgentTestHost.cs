using Agents.Infrastructure;
using Agents.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing;

/// <summary>
/// A host of agents for tests. Time is virtual and passes by itself; all work is done one piece after the other, in an order
/// that the seed decides: a test that is executed within <see cref="RunAsync(Func{Task})"/> gives the same log each time.
/// </summary>
/// <remarks>
/// Nodes, callbacks and the test itself come back to the host after each await. What they await outside of it (another thread,
/// the network, anything after <c>ConfigureAwait(false)</c>) the host waits for, but it cannot know of it: hold the time
/// meanwhile, by <see cref="HoldTime"/>. Repeatable is only what stays within the host.
/// </remarks>
public sealed class AgentTestHost : IAsyncDisposable
{
    private readonly ServiceProvider provider;
    private readonly HostQueue queue;

    private AgentTestHost(Action<AgentsBuilder> agents, AgentTestHostOptions options)
    {
        Options = options;
        queue = new HostQueue(options);
        var services = new ServiceCollection();
        options.Services?.Invoke(services);
        services.AddSingleton<TimeProvider>(queue.Time);
        services.AddSingleton<WorkQueue>(queue);
        services.AddSingleton<RandomSource>(new SeededRandom(options.Seed));
        services.AddSingleton<RecordWatch>(_ => new FaultWatch(Faults!, queue));
        services.AddSingleton<AttemptInterceptor>(_ => new FaultInterceptor(Faults!));
        var builder = services.AddAgents(defaults =>
        {
            defaults.Retention.MaxFinishedRuns = int.MaxValue;
            defaults.Retention.MaxAge = TimeSpan.MaxValue;
            defaults.DisposeTimeout = TimeSpan.Zero;
        });
        if (options.Store is { } store)
            builder.UseJournal(_ => new InMemoryJournal(store));
        agents(builder);
        if (options.Configure is not null)
            services.Configure(options.Configure);
        provider = services.BuildServiceProvider();
        Faults = new AgentFaults(queue.Time, options.Seed, provider.GetServices<AgentDefinition>());
        queue.Describe = () => RunDescription.OfPending(Runtime);
        queue.Payloads = provider.GetRequiredService<PayloadJson>();
    }

    /// <summary>How the host was made.</summary>
    public AgentTestHostOptions Options { get; }

    /// <summary>The services: the clients of the agents, and what the test registered.</summary>
    public IServiceProvider Services => provider;

    /// <summary>The host's clock.</summary>
    public TimeProvider Time => queue.Time;

    /// <summary>What is to go wrong.</summary>
    public AgentFaults Faults { get; }

    /// <summary>
    /// How many continuations came from threads that are not the host's. While it is 0, the seed alone has decided the order.
    /// </summary>
    public long OutsideContinuations => queue.Strangers;

    internal AgentHost Runtime => provider.GetRequiredService<AgentHost>();

    internal HostQueue Queue => queue;

    internal FaultInterceptor Interceptor => (FaultInterceptor)Runtime.Interceptor!;

    /// <summary>Makes a host.</summary>
    /// <param name="agents">Registers the agents: <c>agents => agents.AddResearchAgent()</c>.</param>
    /// <param name="options">How, or null for the defaults.</param>
    public static AgentTestHost Create(Action<AgentsBuilder> agents, AgentTestHostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(agents);
        return new AgentTestHost(agents, options ?? new AgentTestHostOptions());
    }

    /// <summary>Makes a host, executes a test within it, and disposes of it.</summary>
    /// <param name="agents">Registers the agents.</param>
    /// <param name="test">The test.</param>
    /// <param name="options">How to make the host, or null for the defaults.</param>
    public static async Task RunAsync(Action<AgentsBuilder> agents, Func<AgentTestHost, Task> test, AgentTestHostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        var host = Create(agents, options);
        await host.UseAsync(() => host.RunAsync(() => test(host))).ConfigureAwait(false);
    }

    /// <summary>A service: the client of an agent, usually.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public T Get<T>()
        where T : notnull => provider.GetRequiredService<T>();

    /// <summary>
    /// Executes code within the host, as one more piece of its work. Completes when the code has, and nothing else is ready to
    /// run: until then time passes by itself.
    /// </summary>
    /// <param name="test">The code.</param>
    /// <exception cref="AgentTestStuckException">It waits for what never happens.</exception>
    public Task RunAsync(Func<Task> test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return queue.IsCurrent ? test() : queue.RunAsync(test);
    }

    /// <inheritdoc cref="RunAsync(Func{Task})"/>
    /// <typeparam name="T">What it gives.</typeparam>
    public async Task<T> RunAsync<T>(Func<Task<T>> test)
    {
        ArgumentNullException.ThrowIfNull(test);
        var given = default(T);
        await RunAsync(async () => { given = await test(); });
        return given!;
    }

    /// <summary>
    /// Lets time pass, step by step from one due timer to the next, with all that follows from each. Within a test that is
    /// executed in the host, and outside.
    /// </summary>
    /// <param name="span">How much.</param>
    public Task AdvanceAsync(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        return queue.AdvanceAsync(span);
    }

    /// <summary>
    /// Completes when nothing is left that could happen by itself: nothing is ready to run, and no timer is set.
    /// </summary>
    public Task WhenAtRestAsync() => queue.WhenAtRestAsync();

    /// <summary>Keeps time from passing by itself until disposed of: while something outside of the host is awaited.</summary>
    public IDisposable HoldTime() => new Hold(queue);

    /// <summary>The logs of all runs of the host as text, in the order of their starts.</summary>
    public string DescribeRuns() => RunDescription.OfAll(Runtime);

    /// <summary>Stops the host: what is left of runs is canceled, and nothing is waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        Faults.Release();
        try
        {
            await queue.RunToStopAsync(Runtime.Stop).ConfigureAwait(false);
        }
        finally
        {
            queue.Dispose();
            await provider.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Does something with the host, and disposes of it.</summary>
    internal async Task UseAsync(Func<Task> use)
    {
        try
        {
            await use().ConfigureAwait(false);
        }
        catch
        {
            // What failed first is what the test is told; that the host does not stop either may well follow from it.
            await DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    private sealed class Hold : IDisposable
    {
        private HostQueue? held;

        public Hold(HostQueue queue)
        {
            held = queue;
            queue.Hold();
        }

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}

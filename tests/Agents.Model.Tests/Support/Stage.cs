using Agents.Infrastructure;
using Agents.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Model.Tests;

/// <summary>The module of all agents here: their nodes are closures, it has nothing to do.</summary>
public sealed class Robot;

/// <summary>The input of all nodes here.</summary>
/// <param name="Fuel">How many more edges may be gone along.</param>
/// <param name="Tag">Tells inputs apart.</param>
public readonly record struct Job(int Fuel, int Tag);

/// <summary>Writes definitions as generated code would.</summary>
internal static class Write
{
    public static NodeInput<Job> JobInput { get; } = new()
    {
        Parameters = [new NodeParameter("job", typeof(Job))],
        Read = static json => json.Get<Job>("job"),
        Write = static (json, job) => json.Set("job", job),
    };

    public static NodeDefinition<Robot, Job, TResult> Node<TResult>(
        string name,
        Func<Job, NodeAttempt, NodeReturn<TResult>> invoke,
        int[]? targets = null,
        bool streams = true,
        int maxAttempts = 0,
        double timeoutSeconds = 0,
        int maxConcurrency = 0) => new(name, JobInput, (_, job, attempt) => invoke(job, attempt))
    {
        Edges = [.. (targets ?? []).Select((target, index) => new EdgeDefinition($"edge{index}", target))],
        Stream = streams ? new StreamDefinition<int>() : null,
        GivesResult = typeof(TResult) != typeof(NoResult),
        MaxAttempts = maxAttempts,
        TimeoutSeconds = timeoutSeconds,
        MaxConcurrency = maxConcurrency,
    };

    /// <summary>A node that works with its writer and gives a number.</summary>
    public static NodeDefinition<Robot, Job, int> Node(
        string name, Func<Job, NodeAttempt, Task<int?>> work, int[]? targets = null, int maxAttempts = 0, double timeoutSeconds = 0) =>
        Node<int>(name, (job, attempt) => NodeReturn.NullableResultOf(work(job, attempt)), targets, true, maxAttempts, timeoutSeconds);

    public static AgentDefinition<Robot, Job, TResult> Agent<TResult>(
        int maxConcurrency, params NodeDefinition<Robot, TResult>[] nodes) => new("robot")
    {
        Nodes = nodes,
        CreateRun = static connection => throw new NotSupportedException($"Run {connection.Id} is used by its connection."),
        MaxConcurrency = maxConcurrency,
    };

    public static AgentDefinition<Robot, Job, int> Agent(params NodeDefinition<Robot, int>[] nodes) => Agent(0, nodes);
}

/// <summary>A host with one agent.</summary>
internal sealed class Stage<TResult> : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public Stage(AgentDefinition<Robot, Job, TResult> agent, TimeProvider? time = null, Action<AgentsOptions>? configure = null)
    {
        var collection = new ServiceCollection();
        if (time is not null)
            collection.AddSingleton(time);
        collection
            .AddAgents(options =>
            {
                options.Retry.BaseDelay = TimeSpan.Zero;
                configure?.Invoke(options);
            })
            .AddModule<Robot, object>(agent, static _ => new object());
        services = collection.BuildServiceProvider();
        Host = services.GetRequiredService<AgentHost>();
        Connection = Host.Connect(agent);
    }

    public AgentHost Host { get; }

    public AgentConnection<Job, TResult> Connection { get; }

    public async Task<RunConnection<TResult>> StartAsync(Job job = default, RunOptions? options = null) =>
        await Connection.StartAsync(job, options, CancellationToken.None);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

internal static class Stage
{
    public static Stage<TResult> Of<TResult>(
        AgentDefinition<Robot, Job, TResult> agent, TimeProvider? time = null, Action<AgentsOptions>? configure = null) =>
        new(agent, time, configure);

    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }

    /// <summary>How many chunks, events and ends a reader may take before a test is called hung.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);
}

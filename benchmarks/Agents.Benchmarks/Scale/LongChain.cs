using Agents.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Benchmarks.Scale;

/// <summary>A chain of any number of nodes, wired as the generator would.</summary>
internal sealed class LongChain
{
    private int Step(int value) => value + 1;

    /// <summary>Makes a host of it, and what executes one run of it from start to result.</summary>
    public static ServiceProvider Create(int nodes, out Func<Task> start)
    {
        var definition = new AgentDefinition<LongChain, int, int>("LongChain")
        {
            Nodes = [.. Enumerable.Range(0, nodes).Select(index => Node(index, nodes))],
            CreateRun = static connection => new Run(connection),
        };
        var services = new ServiceCollection();
        services.AddAgents(static options => options.Retention.MaxFinishedRuns = 10)
            .AddModule<LongChain, Client>(definition, runtime => new Client(runtime.Connect(definition)));
        var host = services.BuildServiceProvider();
        var client = host.GetRequiredService<Client>();
        start = async () =>
        {
            var run = await client.Connection.StartAsync(0, null, CancellationToken.None);
            if (await run.GetResultAsync(CancellationToken.None) != nodes)
                throw new InvalidOperationException("The chain is broken.");
        };
        return host;
    }

    private static NodeDefinition<LongChain, int, int> Node(int index, int nodes)
    {
        var input = new NodeInput<int>
        {
            Parameters = [new("value", typeof(int))],
            Read = static json => json.Get<int>("value"),
            Write = static (json, value) => json.Set<int>("value", value),
        };
        if (index == nodes - 1)
            return new NodeDefinition<LongChain, int, int>($"Node{index}", input, static (module, value, attempt) => NodeReturn<int>.Result(module.Step(value)));
        return new NodeDefinition<LongChain, int, int>(
            $"Node{index}", input,
            static (module, value, attempt) =>
            {
                attempt.GetEdge<int>(0).Emit(module.Step(value));
                return NodeReturn<int>.Nothing;
            })
        {
            Edges = [new EdgeDefinition("next", index + 1)],
        };
    }

    /// <summary>What a generated client would hold.</summary>
    internal sealed class Client(AgentConnection<int, int> connection)
    {
        public AgentConnection<int, int> Connection => connection;
    }

    private sealed class Run(RunConnection<int> connection) : AgentRun<int>(connection);
}

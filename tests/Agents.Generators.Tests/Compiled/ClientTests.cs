using System.Text.Json;
using Agents.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Generators.Tests.Compiled;

/// <summary>Generated clients, runs and registrations at work.</summary>
public class ClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_hands_on_inputs_options_and_token()
    {
        var runtime = new FakeRuntime();
        var options = new RunOptions { Key = "k" };
        var run = await new ResearchAgentClient(runtime).StartAsync("moon", 3, options, Token);
        Assert.Equal(("moon", 3), runtime.Input);
        Assert.Same(options, runtime.Options);
        Assert.Equal(Token, runtime.Token);
        Assert.Equal("research", run.Agent);
        Assert.IsType<FakeStream<string>>(run.Plan);
    }

    [Fact]
    public async Task A_start_that_completes_at_once_costs_no_task()
    {
        var start = new ResearchAgentClient(new FakeRuntime()).StartAsync("moon", 3, cancellationToken: Token);
        Assert.True(start.IsCompletedSuccessfully);
        await start;
    }

    [Fact]
    public async Task Invoke_gives_the_result() =>
        Assert.Equal("done", await new ResearchAgentClient(new FakeRuntime { Result = "done" }).InvokeAsync("moon", 3, cancellationToken: Token));

    [Fact]
    public async Task Null_inputs_are_named() =>
        Assert.Equal("topic", (await Assert.ThrowsAsync<ArgumentNullException>(async () =>
            await new ResearchAgentClient(new FakeRuntime()).StartAsync(null!, 1, cancellationToken: Token))).ParamName);

    [Fact]
    public async Task Runs_are_found_and_listed()
    {
        var client = new ResearchAgentClient(new FakeRuntime());
        Assert.Null(await client.GetRunAsync(default, Token));
        Assert.Empty(await client.ListRunsAsync().ToListAsync(Token));
    }

    private sealed class Mock : ResearchAgentClient
    {
        public override Task<string> InvokeAsync(string topic, int depth, RunOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult("mocked");
    }

    [Fact]
    public async Task Clients_can_be_mocked()
    {
        Assert.Equal("mocked", await new Mock().InvokeAsync("", 0, cancellationToken: Token));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await new Mock().StartAsync("", 0, cancellationToken: Token));
        Assert.StartsWith("This is a mock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registration_adds_module_client_and_definition()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IAgentRuntime>(new FakeRuntime()).AddSingleton(TimeProvider.System);
        var agents = new AgentsBuilder(services).AddResearchAgent().AddAgentsGeneratorsTestsAgents();
        Assert.Same(services, agents.Services);
        using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<ResearchAgentClient>());
        Assert.Same(provider.GetRequiredService<StreamingAgent>(), provider.GetRequiredService<StreamingAgent>());
        Assert.Equal(["research", "review", "StreamingAgent"], provider.GetServices<AgentDefinition>().Select(agent => agent.Name));
    }

    [Fact]
    public void Graph_draws_itself() => Assert.Equal(
        """
        flowchart TD
            n0(["Plan<br/>streams string"])
            n1["web-search"]
            n2["Finish"]
            n0 -->|"object, long?"| n1
            n0 -->|"string"| n2
            n1 -->|"object, long?"| n1
            n1 -->|"string"| n2
            n2 -.-> result(("string"))

        """,
        ResearchAgent.Graph.ToMermaid());

    [Fact]
    public void Inputs_go_to_json_and_back()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = BuiltInJson.Resolver };
        var input = ResearchAgent.AgentWiring.Definition.EntryNode.Input;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            input.Write(new NodeInputWriter(json, options), ("moon", 3));
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        Assert.Equal("""{"topic":"moon","depth":3}""", document.RootElement.GetRawText());
        Assert.Equal(("moon", 3), input.Read(new NodeInputReader(document.RootElement, options)));
        Assert.Equal([("topic", typeof(string), false), ("depth", typeof(int), false)],
            input.Parameters.Select(parameter => (parameter.Name, parameter.Type, parameter.IsOptional)));
    }

    [Fact]
    public void Settings_reach_the_definition()
    {
        var definition = ResearchAgent.AgentWiring.Definition;
        Assert.Equal(("2", 60, 0), (definition.Version, definition.RunTimeoutSeconds, definition.Entry));
        Assert.Equal((5, 4), (definition.AllNodes[0].MaxAttempts, definition.AllNodes[1].MaxConcurrency));
        Assert.Equal([typeof(FormatException)], definition.AllNodes[0].NonRetryable);
        Assert.Equal(["Plan", "web-search", "Finish"], definition.AllNodes.Select(node => node.Name));
        Assert.Same(ItemChunk.JsonResolver, Assert.Single(StreamingAgent.AgentWiring.Definition.JsonResolvers));
    }
}

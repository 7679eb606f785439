using System.Globalization;
using Agents.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Generators.Tests.Compiled;

/// <summary>Generated calls of nodes at work.</summary>
public class NodeTests
{
    private static readonly AgentDefinition<ResearchAgent, (string, int), string> Definition = ResearchAgent.AgentWiring.Definition;
    private readonly ResearchAgent module = new(TimeProvider.System);

    [Fact]
    public void A_private_node_is_called_and_its_edges_convert()
    {
        var search = new RecordingTarget<(object, long?)>();
        var finish = new RecordingTarget<string>();
        var edges = Definition.EntryNode.Edges;
        var attempt = new FakeAttempt(new RecordingWriter<string>(), null, edges[0].Bind(search), edges[1].Bind(finish));
        var returned = Definition.EntryNode.Invoke(module, ("moon", 3), attempt);
        Assert.Null(returned.Task);
        Assert.Equal(NodeReturnKind.Nothing, returned.Read(out _));
        Assert.Equal([((object)"moon", (long?)3)], search.Emitted);
        Assert.Equal(["moon"], finish.Emitted);
        Assert.Equal([(1, "search"), (2, "finish")], edges.Select(edge => (edge.Target, edge.Name)));
    }

    [Fact]
    public async Task Services_come_from_the_attempt()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IFormatProvider>(CultureInfo.InvariantCulture)
            .AddKeyedSingleton<IServiceProvider>("slow", (provider, _) => provider)
            .BuildServiceProvider();
        var node = (NodeDefinition<ResearchAgent, (object, long?), string>)Definition.Nodes[1];
        var again = new RecordingTarget<(object, long?)>();
        var finish = new RecordingTarget<string>();
        var attempt = new FakeAttempt(null, services, node.Edges[0].Bind(again), node.Edges[1].Bind(finish));
        var returned = node.Invoke(module, (1.5, 2), attempt);
        await returned.Task!;
        Assert.Equal(NodeReturnKind.Nothing, returned.Read(out _));
        Assert.StartsWith("1.5", Assert.Single(finish.Emitted), StringComparison.Ordinal);
        Assert.Equal((long?)1, Assert.Single(again.Emitted).Item2);
    }

    [Theory]
    [InlineData("text", NodeReturnKind.Result)]
    [InlineData("", NodeReturnKind.Nothing)]
    public void Null_of_an_annotated_type_is_no_result(string text, NodeReturnKind expected)
    {
        var node = (NodeDefinition<ResearchAgent, string, string>)Definition.Nodes[2];
        Assert.Equal(expected, node.Invoke(module, text, new FakeAttempt(null)).Read(out var result));
        Assert.Equal(expected is NodeReturnKind.Result ? text : null, result);
        Assert.True(node.GivesResult);
    }

    [Fact]
    public void Nulls_are_refused_where_a_node_declares_none() =>
        Assert.Equal("query", Assert.Throws<ArgumentNullException>(() =>
            ((NodeDefinition<ResearchAgent, (object, long?), string>)Definition.Nodes[1]).Input.Check!((null!, null))).ParamName);
}

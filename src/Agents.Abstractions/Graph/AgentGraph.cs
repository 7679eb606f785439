using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Agents.Infrastructure;

namespace Agents;

/// <summary>The graph of an agent, as data: what tools draw and hosts compare. Immutable.</summary>
public sealed class AgentGraph
{
    private AgentGraph(string agent, string version, Type? resultType, IReadOnlyList<GraphNode> nodes)
    {
        Agent = agent;
        Version = version;
        ResultType = resultType;
        Nodes = nodes;
        Fingerprint = ComputeFingerprint();
    }

    /// <summary>The agent's name on the wire.</summary>
    public string Agent { get; }

    /// <inheritdoc cref="AgentModuleAttribute.Version"/>
    public string Version { get; }

    /// <summary>The type of the result, or null where no node gives one.</summary>
    public Type? ResultType { get; }

    /// <summary>The nodes, in the order of their declaration.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The node that a client's inputs go to.</summary>
    public GraphNode Entry => Nodes.Single(node => node.IsEntry);

    /// <summary>
    /// A short text that is the same for the same nodes, inputs, edges, human inputs and types, and else differs: 16 hexadecimal digits.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>
    /// The graph as a Mermaid flowchart, lines ended by <c>\n</c>. A node that opens a scope widens downwards, one that gathers
    /// a scope narrows, and a dotted line joins the two. A person who is asked is a hexagon, labelled with question and answer.
    /// </summary>
    public string ToMermaid() => GraphText.ToMermaid(this);

    internal static AgentGraph Of(AgentDefinition agent)
    {
        var nodes = agent.AllNodes;
        return new AgentGraph(agent.Name, agent.Version, agent.ResultType, [.. nodes.Select((node, index) => new GraphNode
        {
            Name = node.Name,
            IsEntry = index == agent.Entry,
            GivesResult = node.GivesResult,
            Kind = node.IsAggregate ? GraphNodeKind.Aggregate : node.Aggregate is null ? GraphNodeKind.Node : GraphNodeKind.AggregateStart,
            Aggregate = node.Aggregate is { } aggregate ? nodes[aggregate].Name : null,
            Inputs = [.. node.Parameters.Select(parameter => new GraphInput(parameter.Name, parameter.Type))],
            ChunkType = node.Stream?.ChunkType,
            HumanInputs = [.. node.HumanInputs.Select(static input => new GraphHumanInput(input.Name, input.QuestionType, input.AnswerType))],
            Edges = [.. node.Edges.Select(edge => new GraphEdge(edge.Name, nodes[edge.Target].Name, PayloadOf(edge, nodes[edge.Target])))],
        })]);
    }

    private static Type[] PayloadOf(EdgeDefinition edge, NodeDefinition target) => edge.ItemType switch
    {
        null => [.. target.Parameters.Select(parameter => parameter.Type)],
        { IsValueType: true } item when typeof(ITuple).IsAssignableFrom(item) => item.GetGenericArguments(),
        { } item => [item],
    };

    private string ComputeFingerprint()
    {
        var text = new StringBuilder(Agent).Append('\n').Append(ResultType).Append('\n');
        foreach (var node in Nodes)
        {
            text.Append(node.Name).Append(node.IsEntry ? "!" : "").Append(node.GivesResult ? "=" : "").Append('(')
                .AppendJoin(',', node.Inputs.Select(input => $"{input.Name}:{input.Type}")).Append(')')
                .Append(node.ChunkType)
                .AppendJoin("", node.HumanInputs.Select(static input => $"?{input.Name}:{input.QuestionType}:{input.AnswerType}"))
                .AppendJoin(',', node.Edges.Select(edge => $">{edge.Name}:{edge.Target}{ItemsOf(edge)}"))
                .Append(node.Aggregate is null ? "" : $"}}{node.Aggregate}").Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>What an edge emits is told by its target's inputs, unless that is an aggregate.</summary>
    private string ItemsOf(GraphEdge edge) => Nodes.First(node => node.Name == edge.Target).Kind is GraphNodeKind.Aggregate
        ? $"({string.Join(',', edge.Payload)})"
        : "";
}

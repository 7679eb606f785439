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
    /// A short text that is the same for the same nodes, inputs, edges and types, and else differs: 16 hexadecimal digits.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>The graph as a Mermaid flowchart, lines ended by <c>\n</c>.</summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("flowchart TD\n");
        foreach (var node in Nodes)
        {
            var label = node.ChunkType is { } chunk ? $"{node.Name}<br/>streams {GraphText.NameOf(chunk)}" : node.Name;
            label = label.Replace("\"", "#quot;", StringComparison.Ordinal);
            text.Append("    ").Append(IdOf(node.Name)).Append(node.IsEntry ? $"([\"{label}\"])\n" : $"[\"{label}\"]\n");
        }

        foreach (var node in Nodes)
        {
            foreach (var edge in node.Edges)
            {
                text.Append("    ").Append(IdOf(node.Name)).Append(" -->");
                if (edge.Payload.Count > 0)
                    text.Append("|\"").AppendJoin(", ", edge.Payload.Select(GraphText.NameOf)).Append("\"|");
                text.Append(' ').Append(IdOf(edge.Target)).Append('\n');
            }

            if (node.GivesResult)
                text.Append("    ").Append(IdOf(node.Name)).Append(" -.-> result((\"").Append(GraphText.NameOf(ResultType!)).Append("\"))\n");
        }

        return text.ToString();

        string IdOf(string name) => "n" + Nodes.Select((node, index) => (node, index)).First(pair => pair.node.Name == name).index;
    }

    internal static AgentGraph Of(AgentDefinition agent)
    {
        var nodes = agent.AllNodes;
        return new AgentGraph(agent.Name, agent.Version, agent.ResultType, [.. nodes.Select((node, index) => new GraphNode
        {
            Name = node.Name,
            IsEntry = index == agent.Entry,
            GivesResult = node.GivesResult,
            Inputs = [.. node.Parameters.Select(parameter => new GraphInput(parameter.Name, parameter.Type))],
            ChunkType = node.Stream?.ChunkType,
            Edges = [.. node.Edges.Select(edge => new GraphEdge(
                edge.Name, nodes[edge.Target].Name, [.. nodes[edge.Target].Parameters.Select(parameter => parameter.Type)]))],
        })]);
    }

    private string ComputeFingerprint()
    {
        var text = new StringBuilder(Agent).Append('\n').Append(ResultType).Append('\n');
        foreach (var node in Nodes)
        {
            text.Append(node.Name).Append(node.IsEntry ? "!" : "").Append(node.GivesResult ? "=" : "").Append('(')
                .AppendJoin(',', node.Inputs.Select(input => $"{input.Name}:{input.Type}")).Append(')')
                .Append(node.ChunkType)
                .AppendJoin(',', node.Edges.Select(edge => $">{edge.Name}:{edge.Target}")).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }
}

/// <summary>A node of a graph. Immutable.</summary>
public sealed record GraphNode
{
    /// <summary>The node's name on the wire.</summary>
    public required string Name { get; init; }

    /// <summary>Whether a client's inputs go to this node.</summary>
    public required bool IsEntry { get; init; }

    /// <summary>Whether the node may give the agent's result.</summary>
    public required bool GivesResult { get; init; }

    /// <summary>What the node takes, in order.</summary>
    public required IReadOnlyList<GraphInput> Inputs { get; init; }

    /// <summary>The type of the chunks it streams; null for none.</summary>
    public required Type? ChunkType { get; init; }

    /// <summary>Where it may emit to.</summary>
    public required IReadOnlyList<GraphEdge> Edges { get; init; }
}

/// <summary>An input of a node. Immutable.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">Its type.</param>
public sealed record GraphInput(string Name, Type Type);

/// <summary>An edge of a graph. Immutable.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Target">The target node's name on the wire.</param>
/// <param name="Payload">The types of the target's inputs.</param>
public sealed record GraphEdge(string Name, string Target, IReadOnlyList<Type> Payload);

internal static class GraphText
{
    internal static string NameOf(Type type)
    {
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return NameOf(underlying) + "?";
        if (KeywordOf(type) is { } keyword)
            return keyword;
        if (!type.IsGenericType)
            return type.Name;
        var name = type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return $"{(tick < 0 ? name : name[..tick])}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }

    private static string? KeywordOf(Type type) => type.IsEnum ? null : Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "bool",
        TypeCode.Byte => "byte",
        TypeCode.SByte => "sbyte",
        TypeCode.Char => "char",
        TypeCode.Int16 => "short",
        TypeCode.UInt16 => "ushort",
        TypeCode.Int32 => "int",
        TypeCode.UInt32 => "uint",
        TypeCode.Int64 => "long",
        TypeCode.UInt64 => "ulong",
        TypeCode.Single => "float",
        TypeCode.Double => "double",
        TypeCode.Decimal => "decimal",
        TypeCode.String => "string",
        _ => type == typeof(object) ? "object" : null,
    };
}

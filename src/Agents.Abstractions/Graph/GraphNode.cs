namespace Agents;

/// <summary>A node of a graph. Immutable.</summary>
public sealed record GraphNode
{
    /// <summary>The node's name on the wire.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to the scopes of the graph.</summary>
    public GraphNodeKind Kind { get; init; }

    /// <summary>Of a node that opens a scope: the name of the aggregate that gathers it; else null.</summary>
    public string? Aggregate { get; init; }

    /// <summary>Whether a client's inputs go to this node.</summary>
    public required bool IsEntry { get; init; }

    /// <summary>Whether the node may give the agent's result.</summary>
    public required bool GivesResult { get; init; }

    /// <summary>What the node takes, in order.</summary>
    public required IReadOnlyList<GraphInput> Inputs { get; init; }

    /// <summary>The type of the chunks it streams; null for none.</summary>
    public required Type? ChunkType { get; init; }

    /// <summary>What it may ask people.</summary>
    public IReadOnlyList<GraphHumanInput> HumanInputs { get; init; } = [];

    /// <summary>Where it may emit to.</summary>
    public required IReadOnlyList<GraphEdge> Edges { get; init; }
}

/// <summary>An input of a node. Immutable.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">Its type.</param>
public sealed record GraphInput(string Name, Type Type);

/// <summary>What a node may ask people. Immutable.</summary>
/// <param name="Name">The parameter's name; nodes that use the same name and types ask by one input of the run.</param>
/// <param name="QuestionType">The type of the questions.</param>
/// <param name="AnswerType">The type of the answers.</param>
public sealed record GraphHumanInput(string Name, Type QuestionType, Type AnswerType);

/// <summary>An edge of a graph. Immutable.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Target">The target node's name on the wire.</param>
/// <param name="Payload">The types of what is emitted: of the target's inputs, or of one item for an aggregate.</param>
public sealed record GraphEdge(string Name, string Target, IReadOnlyList<Type> Payload);

using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>Checks what a definition says of scopes: generated ones are right, others may not be.</summary>
internal static class ScopeCheck
{
    public static void ThrowIfInvalid(AgentDefinition agent)
    {
        var nodes = agent.AllNodes;
        if (nodes[agent.Entry].IsAggregate)
            throw Wrong(agent, nodes[agent.Entry], "is the entry, but an aggregate gathers a scope, which only a start opens");
        foreach (var node in nodes)
        {
            if (node.Aggregate is { } index)
                CheckStart(agent, node, index);
            foreach (var edge in node.Edges)
                CheckEdge(agent, node, edge);
        }

        for (var index = 0; index < nodes.Count; index++)
        {
            if (nodes[index].IsAggregate && !nodes.Any(node => node.Aggregate == index))
                throw Wrong(agent, nodes[index], "is an aggregate, but no start names it as its own");
        }
    }

    private static void CheckStart(AgentDefinition agent, NodeDefinition node, int index)
    {
        if (index < 0 || index >= agent.AllNodes.Count)
            throw Wrong(agent, node, $"names node {index} as its aggregate, but there are {agent.AllNodes.Count} nodes");
        if (!agent.AllNodes[index].IsAggregate)
            throw Wrong(agent, node, $"names '{agent.AllNodes[index].Name}' as its aggregate, but that has no fold");
        if (node.GivesResult)
            throw Wrong(agent, node, "opens a scope and gives a result, but what a start returns goes to its aggregate");
    }

    private static void CheckEdge(AgentDefinition agent, NodeDefinition node, EdgeDefinition edge)
    {
        var target = agent.AllNodes[edge.Target];
        if (target.IsAggregate == edge.ItemType is null)
        {
            throw Wrong(agent, node, target.IsAggregate
                ? $"emits to aggregate '{target.Name}' by edge '{edge.Name}', which is none that gathers"
                : $"gathers by edge '{edge.Name}', but '{target.Name}' is no aggregate");
        }
    }

    private static InvalidOperationException Wrong(AgentDefinition agent, NodeDefinition node, string what) =>
        new($"The definition of agent '{agent.Name}' is wrong: node '{node.Name}' {what}. Build the module again with the generator of this version.");
}

using Microsoft.Agents.AI.Workflows;

namespace Agents.Benchmarks.Peers;

/// <summary>Builds workflows of the Agent Framework.</summary>
internal static class Workflows
{
    /// <summary>Nodes one after the other, each of which adds one.</summary>
    public static Workflow Chain(int count)
    {
        FunctionExecutor<int, int>[] nodes = [.. Enumerable.Range(1, count).Select(AddOne)];
        var builder = new WorkflowBuilder(nodes[0]);
        for (var index = 1; index < count; index++)
            builder.AddEdge(nodes[index - 1], nodes[index]);
        return builder.WithOutputFrom(nodes[^1]).Build();
    }

    /// <summary>
    /// One node that gets a thousand messages, as ours does. It handles them one after the other; a thousand nodes before a barrier, which
    /// would be parallel, take several times as long.
    /// </summary>
    public static Workflow Fan()
    {
        var spread = new FunctionExecutor<int>(
            "spread",
            static async (count, context, cancellationToken) =>
            {
                for (var index = 0; index < count; index++)
                    await context.SendMessageAsync(index, cancellationToken);
            },
            sentMessageTypes: [typeof(int)], declareCrossRunShareable: true);
        var work = new FunctionExecutor<int, int>("work", static (index, _, _) => index & 1, declareCrossRunShareable: true);
        var gather = new Gatherer(1_000);
        return new WorkflowBuilder(spread).AddEdge(spread, work).AddEdge(work, gather).WithOutputFrom(gather).Build();
    }

    /// <summary>One node that streams as many events as it is told to.</summary>
    public static Workflow Pump()
    {
        var pump = new FunctionExecutor<int>(
            "pump",
            static async (count, context, cancellationToken) =>
            {
                for (var index = 0; index < count; index++)
                    await context.AddEventAsync(ItemEvent.One, cancellationToken);
            },
            declareCrossRunShareable: true);
        return new WorkflowBuilder(pump).Build();
    }

    private static FunctionExecutor<int, int> AddOne(int number) =>
        new($"node{number}", static (value, _, _) => value + 1, declareCrossRunShareable: true);
}

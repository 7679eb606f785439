using Microsoft.Agents.AI.Workflows;

namespace Agents.Benchmarks.Peers;

/// <summary>An item, as what a workflow streams. There is one of it, as there is of the item.</summary>
internal sealed class ItemEvent(Item item) : WorkflowEvent(item)
{
    public static ItemEvent One { get; } = new(Item.One);

    public Item Item => item;
}

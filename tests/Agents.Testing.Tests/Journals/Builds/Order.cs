namespace Agents.Testing.Tests;

/// <summary>
/// The first build of an agent: takes an order, asks a person, and ships. Those below are later builds of it; a project has one agent
/// of a name, so their runs are given the names of the builds.
/// </summary>
[AgentModule]
internal sealed partial class OrderOne
{
    [Node]
    public void Take(string item, int count, Edge<string, int> approve) => approve.Emit(item, count);

    [Node]
    public async Task Approve(string item, int count, HumanInput<string, bool> person, Edge<string> ship, CancellationToken cancellationToken)
    {
        if (await person.AskAsync($"{count} {item}?", cancellationToken: cancellationToken))
            ship.Emit(item);
    }

    [Node]
    public string Ship(string item) => $"one: {item}";
}

/// <summary>Another graph that all runs fit: the node that has completed has other inputs, the last one does something else.</summary>
[AgentModule]
internal sealed partial class OrderThatFits
{
    [Node]
    public void Take(Guid customer, Edge<string, int> approve) => approve.Emit(customer.ToString(), 1);

    [Node]
    public async Task Approve(string item, int count, HumanInput<string, bool> person, Edge<string> pack, CancellationToken cancellationToken)
    {
        if (await person.AskAsync($"{count} {item}?", cancellationToken: cancellationToken))
            pack.Emit(item);
    }

    [Node]
    public void Pack(string item, Edge<string> ship) => ship.Emit($"packed {item}");

    [Node]
    public string Ship(string item) => $"two: {item}";
}

/// <summary>The node that waits takes something else.</summary>
[AgentModule]
internal sealed partial class OrderOfOtherInputs
{
    [Node]
    public void Take(string item, int count, Edge<string, DateTimeOffset> approve) => approve.Emit(item, DateTimeOffset.UnixEpoch.AddDays(count));

    [Node]
    public async Task<string> Approve(string item, DateTimeOffset count, HumanInput<string, bool> person, CancellationToken cancellationToken) =>
        await person.AskAsync($"{count} {item}?", cancellationToken: cancellationToken) ? item : "";
}

/// <summary>The node that waits has gone.</summary>
[AgentModule]
internal sealed partial class OrderWithoutNode
{
    [Node]
    public string Take(string item, int count) => $"{count} {item}";
}

/// <summary>The node that waits asks nobody any more.</summary>
[AgentModule]
internal sealed partial class OrderWithoutQuestion
{
    [Node]
    public void Take(string item, int count, Edge<string, int> approve) => approve.Emit(item, count);

    [Node]
    public string Approve(string item, int count) => $"{count} {item}";
}

/// <summary>Begins anew.</summary>
[AgentModule(OnUpgrade = UpgradePolicy.Restart)]
internal sealed partial class OrderAnew
{
    [Node]
    public string Take(string item, int count) => $"anew: {count} {item}";
}

/// <summary>Wants to begin anew, but takes something else.</summary>
[AgentModule(OnUpgrade = UpgradePolicy.Restart)]
internal sealed partial class OrderAnewOfOtherInputs
{
    [Node]
    public string Take(Guid item) => $"anew: {item}";
}

/// <summary>Gives up.</summary>
[AgentModule(OnUpgrade = UpgradePolicy.Fail)]
internal sealed partial class OrderThatFails
{
    [Node]
    public string Take(string item, int count) => $"{count} {item}";
}

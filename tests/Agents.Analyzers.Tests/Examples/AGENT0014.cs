#region bad
[AgentModule]
public sealed partial class Orders
{
    [Node]
    public async Task Check(string order, HumanInput<string, bool> approval, Edge<string> ship, CancellationToken cancellationToken)
    {
        var isAccepted = await approval.AskAsync($"Accept {order}?", cancellationToken: cancellationToken);
        ship.Emit(isAccepted ? order : "an apology");
    }

    [Node]
    public Task<string> Ship(string order, HumanInput<string, string> approval, CancellationToken cancellationToken) =>
        approval.AskAsync($"How is {order} shipped?", cancellationToken: cancellationToken);
}
#endregion

#region good
[AgentModule]
public sealed partial class Orders
{
    [Node]
    public async Task Check(string order, HumanInput<string, bool> approval, Edge<string> ship, CancellationToken cancellationToken)
    {
        var isAccepted = await approval.AskAsync($"Accept {order}?", cancellationToken: cancellationToken);
        ship.Emit(isAccepted ? order : "an apology");
    }

    [Node]
    public Task<string> Ship(string order, HumanInput<string, string> shipment, CancellationToken cancellationToken) =>
        shipment.AskAsync($"How is {order} shipped?", cancellationToken: cancellationToken);
}
#endregion

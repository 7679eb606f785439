#region bad
[AgentModule]
public sealed partial class Orders
{
    [Node]
    public string Check(string order, HumanInput<string, bool> approval)
    {
        return order.Length > 0 ? "accepted" : "refused";
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Orders
{
    [Node]
    public async Task<string> Check(string order, HumanInput<string, bool> approval, CancellationToken cancellationToken)
    {
        return await approval.AskAsync($"Accept {order}?", cancellationToken: cancellationToken) ? "accepted" : "refused";
    }
}
#endregion

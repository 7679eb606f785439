#region bad
public abstract class Worker
{
    [Node]
    public string Work(string order) => $"done: {order}";
}

[AgentModule]
public sealed partial class Carpenter : Worker
{
    [Node]
    public string? Take(string order, Edge<string> work)
    {
        work.Emit(order);
        return null;
    }
}
#endregion

#region good
public abstract class Worker
{
    protected string Do(string order) => $"done: {order}";
}

[AgentModule]
public sealed partial class Carpenter : Worker
{
    [Node]
    public string? Take(string order, Edge<string> work)
    {
        work.Emit(order);
        return null;
    }

    [Node]
    public string Work(string order) => Do(order);
}
#endregion

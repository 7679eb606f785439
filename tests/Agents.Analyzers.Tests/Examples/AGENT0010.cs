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
    public string Take(string order) => Work($"{order}, of oak");
}
#endregion

#region good
public abstract class Worker
{
    protected string Work(string order) => $"done: {order}";
}

[AgentModule]
public sealed partial class Carpenter : Worker
{
    [Node]
    public string Take(string order) => Work($"{order}, of oak");
}
#endregion

#region bad
[AgentModule]
public sealed partial class Greeter
{
    public string Greet(string name) => $"Hello, {name}";
}
#endregion

#region good
[AgentModule]
public sealed partial class Greeter
{
    [Node]
    public string Greet(string name) => $"Hello, {name}";
}
#endregion

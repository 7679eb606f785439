#region bad
[AgentModule]
public sealed partial class Sorter
{
    [Node]
    public T[] Sort<T>(T[] items) => [.. items.Order()];
}
#endregion

#region good
[AgentModule]
public sealed partial class Sorter
{
    [Node]
    public string[] Sort(string[] items) => [.. items.Order()];
}
#endregion

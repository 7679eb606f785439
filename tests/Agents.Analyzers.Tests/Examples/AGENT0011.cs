#region bad
internal sealed record Recipe(string Name, int Minutes);

[AgentModule]
public sealed partial class Cook
{
    [Node]
    internal Recipe Invent(string dish) => new(dish, 30);
}
#endregion

#region good
public sealed record Recipe(string Name, int Minutes);

[AgentModule]
public sealed partial class Cook
{
    [Node]
    internal Recipe Invent(string dish) => new(dish, 30);
}
#endregion

#region bad
[AgentModule]
public sealed partial class Cutter
{
    [Node]
    public ReadOnlySpan<char> Cut(string text) => text.AsSpan(0, 10);
}
#endregion

#region good
[AgentModule]
public sealed partial class Cutter
{
    [Node]
    public string Cut(string text) => text[..10];
}
#endregion

#region bad
[AgentModule, Budget(Rounds = 10)]
public sealed partial class Writer
{
    [Node]
    public string? Improve(string text, Edge<string> improve)
    {
        if (text.EndsWith('.'))
            return text;
        improve.Emit(text + ".");
        return null;
    }
}
#endregion

#region good
[AgentModule, Budget(Invocations = 100)]
public sealed partial class Writer
{
    [Node, Budget(Rounds = 10)]
    public string? Improve(string text, Edge<string> improve)
    {
        if (text.EndsWith('.'))
            return text;
        improve.Emit(text + ".");
        return null;
    }
}
#endregion

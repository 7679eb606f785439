#region bad
[AgentModule]
public sealed partial class Editor
{
    [Node]
    public void Draft(string text, Edge<string> review) => review.Emit(text + "!");

    [Node]
    public string? Review(string text, Edge<string> draft)
    {
        if (text.EndsWith("!!!", StringComparison.Ordinal))
            return text;
        draft.Emit(text);
        return null;
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Editor
{
    [Node(Entry = true)]
    public void Draft(string text, Edge<string> review) => review.Emit(text + "!");

    [Node]
    public string? Review(string text, Edge<string> draft)
    {
        if (text.EndsWith("!!!", StringComparison.Ordinal))
            return text;
        draft.Emit(text);
        return null;
    }
}
#endregion

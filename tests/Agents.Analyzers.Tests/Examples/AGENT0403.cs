#region bad
[AgentModule]
public sealed partial class Editor
{
    private int round;

    [Node(Entry = true)]
    public void Draft(string text, Edge<string> review) =>
        review.Emit($"{text}, draft {++round}");

    [Node]
    public string? Review(string text, Edge<string> draft)
    {
        if (round >= 3)
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
    public void Draft(string text, int round, Edge<string, int> review) =>
        review.Emit($"{text}, draft {round}", round);

    [Node]
    public string? Review(string text, int round, Edge<string, int> draft)
    {
        if (round >= 3)
            return text;
        draft.Emit(text, round + 1);
        return null;
    }
}
#endregion

#region bad
[AgentModule]
public sealed partial class Library
{
    [Node(Entry = true)]
    public string? Ask(string question, Edge<string> search)
    {
        search.Emit(question);
        return null;
    }

    [Node(Entry = true)]
    public string Search(string words) => $"Found {words}";
}
#endregion

#region good
[AgentModule]
public sealed partial class Library
{
    [Node(Entry = true)]
    public string? Ask(string question, Edge<string> search)
    {
        search.Emit(question);
        return null;
    }

    [Node]
    public string Search(string words) => $"Found {words}";
}
#endregion

#region bad
[AgentModule]
public sealed partial class Librarian
{
    [Node]
    public void Find(string title, Edge<string> borrow)
    {
        if (title.Length == 0)
            return;

        borrow.Emit(title);
    }

    [Node]
    public string Borrow(string title) => $"'{title}' is yours for four weeks.";
}
#endregion

#region good
[AgentModule]
public sealed partial class Librarian
{
    [Node]
    public string? Find(string title, Edge<string> borrow)
    {
        if (title.Length == 0)
            return "Which book do you want?";

        borrow.Emit(title);
        return null;
    }

    [Node]
    public string Borrow(string title) => $"'{title}' is yours for four weeks.";
}
#endregion

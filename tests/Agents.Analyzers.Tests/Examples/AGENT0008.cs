#region bad
[AgentModule]
public sealed partial class Finder
{
    [Node]
    public void Search(string words, Edge<int> searchAsync) => searchAsync.Emit(words.Length);

    [Node]
    public int SearchAsync(int depth) => depth;
}
#endregion

#region good
[AgentModule]
public sealed partial class Finder
{
    [Node]
    public void Search(string words, Edge<int> deepen) => deepen.Emit(words.Length);

    [Node]
    public int Deepen(int depth) => depth;
}
#endregion

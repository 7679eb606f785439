#region bad
[AgentModule]
public sealed partial class Research
{
    [Node]
    public void Plan(string topic, Edge<string> search) => search.Emit(topic);

    [Node]
    public string Search(string topic, int depth) => $"{depth} pages about {topic}";
}
#endregion

#region good
[AgentModule]
public sealed partial class Research
{
    [Node]
    public void Plan(string topic, Edge<string, int> search) => search.Emit(topic, 3);

    [Node]
    public string Search(string topic, int depth) => $"{depth} pages about {topic}";
}
#endregion

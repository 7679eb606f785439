#region bad
[AgentModule]
public sealed partial class Research
{
    [Node]
    public void Plan(string topic, Edge<string> serch) => serch.Emit(topic);

    [Node]
    public string Search(string topic) => $"All about {topic}";
}
#endregion

#region good
[AgentModule]
public sealed partial class Research
{
    [Node]
    public void Plan(string topic, Edge<string> search) => search.Emit(topic);

    [Node]
    public string Search(string topic) => $"All about {topic}";
}
#endregion

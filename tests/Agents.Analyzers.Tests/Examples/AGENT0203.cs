#region bad
[AgentModule]
public sealed partial class Research
{
    [Node(Entry = true)]
    public string Search(string topic) => $"All about {topic}";

    [Node]
    public string Shorten(string text) => text[..10];
}
#endregion

#region good
[AgentModule]
public sealed partial class Research
{
    [Node]
    public void Search(string topic, Edge<string> shorten) => shorten.Emit($"All about {topic}");

    [Node]
    public string Shorten(string text) => text[..10];
}
#endregion

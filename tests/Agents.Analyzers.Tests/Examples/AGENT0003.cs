#region bad
[AgentModule]
public abstract partial class Translator
{
    [Node]
    public string Translate(string text) => $"{text} ({Language})";

    protected abstract string Language { get; }
}
#endregion

#region good
[AgentModule]
public sealed partial class Translator
{
    [Node]
    public string Translate(string text, string language) => $"{text} ({language})";
}
#endregion

#region bad
public static class Support
{
    [AgentModule]
    public sealed partial class Triage
    {
        [Node]
        public string Sort(string question) => question.Contains("invoice") ? "billing" : "engineering";
    }
}
#endregion

#region good
public static partial class Support
{
    [AgentModule]
    public sealed partial class Triage
    {
        [Node]
        public string Sort(string question) => question.Contains("invoice") ? "billing" : "engineering";
    }
}
#endregion

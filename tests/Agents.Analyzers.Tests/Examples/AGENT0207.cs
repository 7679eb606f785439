#region bad
[AgentModule]
public sealed partial class Desk
{
    [Node]
    public void Triage(string question, Edge<string> billing, Edge<string> engineering)
    {
        billing.Emit(question);
    }

    [Node]
    public string Billing(string question) => $"billing: {question}";

    [Node]
    public string Engineering(string question) => $"engineering: {question}";
}
#endregion

#region good
[AgentModule]
public sealed partial class Desk
{
    [Node]
    public void Triage(string question, Edge<string> billing, Edge<string> engineering)
    {
        if (question.Contains("invoice", StringComparison.OrdinalIgnoreCase))
            billing.Emit(question);
        else
            engineering.Emit(question);
    }

    [Node]
    public string Billing(string question) => $"billing: {question}";

    [Node]
    public string Engineering(string question) => $"engineering: {question}";
}
#endregion

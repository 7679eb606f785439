#region bad
[AgentModule]
public sealed partial class Desk
{
    [Node]
    public Task<string> Ask(string question, [Service] ExpertClient expert, CancellationToken cancellationToken) =>
        expert.InvokeAsync(question, cancellationToken: cancellationToken);
}
#endregion

#region good
[AgentModule]
public sealed partial class Desk(ExpertClient expert)
{
    [Node]
    public Task<string> Ask(string question, CancellationToken cancellationToken) =>
        expert.InvokeAsync(question, cancellationToken: cancellationToken);
}
#endregion

[AgentModule]
public sealed partial class Expert
{
    [Node]
    public string Answer(string question) => $"It depends: {question}";
}

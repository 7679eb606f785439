namespace Agents.Benchmarks;

/// <summary>Asks a person who does not answer.</summary>
[AgentModule]
internal sealed partial class Asker
{
    [Node]
    public Task<string> Ask(string question, HumanInput<string, string> person, CancellationToken cancellationToken) =>
        person.AskAsync(question, cancellationToken: cancellationToken);
}

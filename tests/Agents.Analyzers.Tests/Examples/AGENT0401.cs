#region bad
[AgentModule]
public sealed partial class Researcher
{
    [Node]
    public async Task<string?> Search(string topic, int depth, CancellationToken cancellationToken)
    {
        await Task.Delay(100, cancellationToken);
        if (depth == 0)
            return $"All about {topic}";
        return await Search($"the history of {topic}", depth - 1, cancellationToken);
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Researcher
{
    [Node]
    public async Task<string?> Search(string topic, int depth, Edge<string, int> search, CancellationToken cancellationToken)
    {
        await Task.Delay(100, cancellationToken);
        if (depth == 0)
            return $"All about {topic}";
        search.Emit($"the history of {topic}", depth - 1);
        return null;
    }
}
#endregion

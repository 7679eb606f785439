#region bad
[AgentModule]
public sealed partial class Desk
{
    [Node]
    public string Answer(string question, Edge<string> rate)
    {
        rate.Emit(question);
        return $"It depends: {question}";
    }

    [Node]
    public void Rate(string question)
    {
        _ = question.Length > 100;
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Desk
{
    [Node]
    public string Answer(string question, Edge<string> rate)
    {
        rate.Emit(question);
        return $"It depends: {question}";
    }

    [Node]
    public async Task Rate(string question, ChunkWriter<bool> isLong, CancellationToken cancellationToken) =>
        await isLong.WriteAsync(question.Length > 100, cancellationToken);
}
#endregion

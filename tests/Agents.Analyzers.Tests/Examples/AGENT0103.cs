#region bad
[AgentModule]
public sealed partial class Counter
{
    [Node]
    public async IAsyncEnumerable<int> Count(int to)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Delay(10);
            yield return i;
        }
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Counter
{
    [Node]
    public async Task<int> Count(int to, ChunkWriter<int> numbers, CancellationToken cancellationToken)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Delay(10, cancellationToken);
            await numbers.WriteAsync(i, cancellationToken);
        }

        return to;
    }
}
#endregion

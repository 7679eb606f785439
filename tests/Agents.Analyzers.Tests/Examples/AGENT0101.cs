#region bad
[AgentModule]
public sealed partial class Waiter
{
    [Node]
    public async void Serve(string dish, ChunkWriter<string> said, CancellationToken cancellationToken)
    {
        await Task.Delay(10, cancellationToken);
        await said.WriteAsync($"Your {dish}", cancellationToken);
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Waiter
{
    [Node]
    public async Task<string> Serve(string dish, ChunkWriter<string> said, CancellationToken cancellationToken)
    {
        await Task.Delay(10, cancellationToken);
        await said.WriteAsync($"Your {dish}", cancellationToken);
        return dish;
    }
}
#endregion

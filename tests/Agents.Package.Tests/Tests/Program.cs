using Agents;
using Agents.Testing;
using Microsoft.Extensions.DependencyInjection;

await AgentTestHost.RunAsync(agents => agents.AddKettle(), async host =>
{
    var run = await host.Get<KettleClient>().StartAsync(3);
    await run.ShouldGiveAsync("tea");
    await run.Boil.ShouldStreamAsync("cold", "hot");
    await RunInvariants.CheckAsync(run);
    var info = await run.GetInfoAsync();
    Console.WriteLine($"tea after {info.EndedAt - info.StartedAt}");
});

[AgentModule]
public sealed partial class Kettle
{
    [Node]
    public async Task<string> Boil(int minutes, ChunkWriter<string> state, NodeContext context, CancellationToken cancellationToken)
    {
        await state.WriteAsync("cold", cancellationToken);
        await Task.Delay(TimeSpan.FromMinutes(minutes), context.TimeProvider, cancellationToken);
        await state.WriteAsync("hot", cancellationToken);
        return "tea";
    }
}

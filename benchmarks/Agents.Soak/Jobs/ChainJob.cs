namespace Agents.Soak.Jobs;

internal sealed class ChainJob : IJob
{
    public string Name => "chain of ten";

    public int Weight => 10;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var value = random.Next(1_000);
        var run = host.Witnesses.Watch(await host.Chain.StartAsync(value));
        Check.Equal(value + 10, await run.GetResultAsync(), "end of the chain");
        await run.WaitForEndAsync();
        var info = await run.GetInfoAsync();
        Check.Equal(RunStatus.Completed, info.Status, "status");
        Check.Equal(10, info.Invocations, "invocations");
    }
}

namespace Agents.Soak.Jobs;

internal sealed class FanOutJob : IJob
{
    public string Name => "fan-out";

    public int Weight => 8;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var count = random.Next(2, 32);
        var run = host.Witnesses.Watch(await host.Fan.StartAsync(count));
        Check.Equal(count / 2, await run.GetResultAsync(), "gathered");
    }
}

namespace Agents.Soak.Jobs;

internal sealed class OneNodeJob : IJob
{
    public string Name => "one node";

    public int Weight => 40;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var (left, right) = (random.Next(1_000), random.Next(1_000));
        var run = host.Witnesses.Watch(await host.Adder.StartAsync(left, right));
        Check.Equal(left + right, await run.GetResultAsync(), "sum");
    }
}

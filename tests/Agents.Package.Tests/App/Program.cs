using Agents;
using Microsoft.Extensions.DependencyInjection;

await using var services = new ServiceCollection().AddAgents().AddLift().Services.BuildServiceProvider();
var run = await services.GetRequiredService<LiftClient>().StartAsync(3);
await foreach (var signal in run.Ride.StreamAsync())
    Console.WriteLine(signal.Match(floor: f => $"floor {f.Number}", bell: b => $"bell: {b.Sound}"));
Console.WriteLine($"doors open on {await run.GetResultAsync()}");

[ChunkUnion]
public abstract partial record Signal
{
    public sealed record Floor(int Number) : Signal;
    public sealed record Bell(string Sound) : Signal;
}

[AgentModule]
public sealed partial class Lift
{
    [Node]
    public void Call(int floor, Edge<int> ride) => ride.Emit(floor);

    [Node]
    public async Task<int> Ride(int floor, ChunkWriter<Signal> signals, CancellationToken cancellationToken)
    {
        for (var number = 1; number <= floor; number++)
            await signals.FloorAsync(number, cancellationToken);
        await signals.BellAsync("ding", cancellationToken);
        return floor;
    }
}

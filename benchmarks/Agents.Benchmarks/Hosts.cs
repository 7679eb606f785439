using Microsoft.Extensions.DependencyInjection;

namespace Agents.Benchmarks;

/// <summary>A host with all agents of the benchmarks, in memory, with the default options but for limits that are measured at.</summary>
internal static class Hosts
{
    public static ServiceProvider Create(Action<AgentsOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddAgents(options => configure?.Invoke(options))
            .AddAdder().AddPump().AddMetronome().AddCrowd().AddChain().AddFan().AddAsker();
        return services.BuildServiceProvider();
    }
}

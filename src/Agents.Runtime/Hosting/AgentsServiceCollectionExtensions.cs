using System.Diagnostics.Metrics;
using Agents;
using Agents.Infrastructure;
using Agents.Runtime;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the runtime of agents to an application.</summary>
public static class AgentsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the runtime, in memory. Follow it with the generated <c>Add…</c> methods of the agents. May be called several
    /// times; all options count.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    public static AgentsBuilder AddAgents(this IServiceCollection services, Action<AgentsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PayloadJson>();
        services.TryAddSingleton(static provider => new AgentTelemetry(
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<AgentHost>();
        services.TryAddTransient<AgentHostStop>();
        services.TryAddSingleton<IAgentRuntime>(static provider => provider.GetRequiredService<AgentHost>());
        services.TryAddSingleton(static provider => new AgentRegistry(provider.GetRequiredService<AgentHost>().Descriptors));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AgentHostService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentsOptions>, AgentsOptionsValidator>());
        services.AddOptions<AgentsOptions>();
        if (configure is not null)
            services.Configure(configure);
        return new AgentsBuilder(services);
    }
}

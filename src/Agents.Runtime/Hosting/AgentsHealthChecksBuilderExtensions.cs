using Agents.Runtime;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health check of the runtime of agents.</summary>
public static class AgentsHealthChecksBuilderExtensions
{
    /// <summary>Adds a health check of the runtime: unhealthy once it has stopped, degraded while its journal does not store.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What it reports when it fails; null for unhealthy.</param>
    /// <param name="tags">Its tags.</param>
    public static IHealthChecksBuilder AddAgents(
        this IHealthChecksBuilder builder, string name = "agents", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, static provider => new AgentsHealthCheck(provider.GetRequiredService<AgentHost>()), failureStatus, tags));
    }
}

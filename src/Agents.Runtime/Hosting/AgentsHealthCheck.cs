using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Agents.Runtime;

/// <summary>Healthy while the host takes runs; degraded while its journal does not store.</summary>
internal sealed class AgentsHealthCheck(AgentHost host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>
        {
            ["executing"] = host.Gate.InUse,
            ["waiting"] = host.Gate.Waiting,
            ["maxConcurrency"] = host.Options.MaxConcurrency,
        };
        if (host.IsStopping)
        {
            return Task.FromResult(new HealthCheckResult(
                context.Registration.FailureStatus, "The host of agents has stopped.", null, data));
        }

        if (host.Stored is { Recorder.LastFailure: { } failure } stored)
        {
            return Task.FromResult(HealthCheckResult.Degraded(
                $"{stored.Journal.Description} does not store: {failure.Message} Runs wait.", failure, data));
        }

        return Task.FromResult(host.Gate.Waiting > 0
            ? HealthCheckResult.Healthy("All slots are taken: attempts wait.", data)
            : HealthCheckResult.Healthy("Runs are taken.", data));
    }
}

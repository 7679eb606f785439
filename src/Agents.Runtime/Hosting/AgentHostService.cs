using Microsoft.Extensions.Hosting;

namespace Agents.Runtime;

/// <summary>Ties the runtime to the application: mistakes in the registration show at its start, and its stop stops the runs.</summary>
internal sealed class AgentHostService(AgentHost host) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => host.OpenAsync().WaitAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => host.StopAsync(cancellationToken);
}

namespace Agents.Runtime;

/// <summary>
/// Stops the host when a service provider is disposed of, before the modules and what they were given: a provider disposes
/// in the reverse order of creation, and this is created after a module.
/// </summary>
internal sealed class AgentHostStop(AgentHost host) : IAsyncDisposable, IDisposable
{
    public void Dispose() => host.Stop();

    public ValueTask DisposeAsync() => host.StopPatientlyAsync();
}

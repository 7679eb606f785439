namespace Agents.Benchmarks.Peers;

/// <summary>
/// The same workflows, built for each run, as those have to be whose executors keep something of a run. What takes long beside building is
/// left to <see cref="AgentFrameworkPeer"/>.
/// </summary>
internal sealed class AgentFrameworkAnewPeer : IPeer
{
    public string Name => $"{AgentFrameworkPeer.Framework}, anew";

    public Work Node { get; } = Work.Of(500, 1, static () => AgentFrameworkPeer.RunAsync(Workflows.Chain(1), 0));

    public Work Chain { get; } = Work.Of(100, 10, static () => AgentFrameworkPeer.RunAsync(Workflows.Chain(10), 0));

    public Work? Fan => null;

    public Work? Stream(int readers) => null;

    public ValueTask DisposeAsync() => default;
}

using Agents.Benchmarks.Ratios;

namespace Agents.Benchmarks.Peers;

/// <summary>The rows: jobs by peers.</summary>
internal static class PeerRows
{
    /// <summary>A chain of ten has to be a hundred times as fast as that of the Agent Framework.</summary>
    private const double MaxChainRatio = 0.01;

    public static IEnumerable<Row> All(OurAgents ours, IReadOnlyList<IPeer> peers) =>
    [
        .. Job("one node, start to result", ours.NodeAsync, peers, static peer => peer.Node),
        .. Job("chain of ten nodes, one at a time", ours.ChainAsync, peers, static peer => peer.Chain)
            .Select(static row => row.Beside == AgentFrameworkPeer.Framework ? row with { MaxRatio = MaxChainRatio } : row),
        .. Job("fan-out of 1,000 and gather", ours.FanAsync, peers, static peer => peer.Fan),
        .. Job("event, one subscriber", count => ours.StreamAsync(count, 1), peers, static peer => peer.Stream(1)),
        .. Job("event, eight subscribers", count => ours.StreamAsync(count, 8), peers, static peer => peer.Stream(8)),
    ];

    private static IEnumerable<Row> Job(string name, Func<int, Task<TimeSpan>> ours, IEnumerable<IPeer> peers, Func<IPeer, Work?> find) =>
        from peer in peers
        let work = find(peer)
        where work is not null
        select new Row($"{name}, beside {peer.Name}", work.Operations, ours, work.Act) { Beside = peer.Name };
}

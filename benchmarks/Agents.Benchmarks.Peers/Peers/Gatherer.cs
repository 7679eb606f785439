using Microsoft.Agents.AI.Workflows;

namespace Agents.Benchmarks.Peers;

/// <summary>
/// A node of a workflow that sums until all have come. It is shared by runs that come one after the other, so it begins anew itself.
/// </summary>
internal sealed class Gatherer(int count) : Executor<int>("gather", declareCrossRunShareable: true)
{
    private int come;
    private int sum;

    public override async ValueTask HandleAsync(int message, IWorkflowContext context, CancellationToken cancellationToken = default)
    {
        sum += message;
        if (++come < count)
            return;
        var all = sum;
        (come, sum) = (0, 0);
        await context.YieldOutputAsync(all, cancellationToken);
    }

    protected override ProtocolBuilder ConfigureProtocol(ProtocolBuilder protocolBuilder) =>
        base.ConfigureProtocol(protocolBuilder).YieldsOutput<int>();
}

using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>An attempt of a node that may give a result: what its run takes the result from.</summary>
internal abstract class InvocationAttempt<TResult>(Run run, NodeInfo node, int number) : InvocationAttempt(run, node, number)
{
    /// <summary>What the node returned, if that is a result.</summary>
    private protected TResult? result;

    /// <summary>The form in which it returns that, as long as it is waited for. Beside the result it takes no room.</summary>
    private protected NodeReturnForm pendingForm;

    public TResult Result => result!;

    public sealed override object? BoxedResult => HasResult ? result : null;
}

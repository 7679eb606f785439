using System.ComponentModel;
using Agents.Infrastructure;

namespace Agents;

/// <summary>
/// What a fork changes: what generated classes derive from, which have one method per node. Not thread-safe; used within the
/// call of <c>ForkAsync</c>.
/// </summary>
public abstract class RunChanges
{
    private readonly List<InvocationChange> changes = [];

    /// <summary>The changes so far.</summary>
    /// <param name="changes">What holds them.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IReadOnlyList<InvocationChange> Of(RunChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.changes;
    }

    /// <summary>Gives an invocation other inputs. The last change of an invocation counts.</summary>
    /// <typeparam name="TInput">The input of the node.</typeparam>
    /// <param name="node">The index of the node.</param>
    /// <param name="invocation">The invocation.</param>
    /// <param name="input">The inputs.</param>
    protected void Change<TInput>(int node, InvocationId invocation, TInput input)
    {
        changes.RemoveAll(change => change.Invocation == invocation);
        changes.Add(new InvocationChange<TInput>(node, invocation, input));
    }
}

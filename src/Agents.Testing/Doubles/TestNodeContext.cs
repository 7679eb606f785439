namespace Agents.Testing;

/// <summary>What a node may know of its attempt, set by a test that calls the node without a runtime.</summary>
/// <param name="node">The node's name on the wire.</param>
/// <param name="attempt">The number of the attempt, from 1.</param>
/// <param name="invocation">The invocation; null for the first of a run of its own.</param>
/// <param name="metadata">What the starter of the run gave along; null for nothing.</param>
/// <param name="timeProvider">The clock; null for the system's.</param>
public sealed class TestNodeContext(
    string node = "Node",
    int attempt = 1,
    InvocationId? invocation = null,
    IReadOnlyDictionary<string, string>? metadata = null,
    TimeProvider? timeProvider = null) : NodeContext
{
    /// <inheritdoc/>
    public override RunId RunId => InvocationId.Run;

    /// <inheritdoc/>
    public override InvocationId InvocationId { get; } = invocation ?? new InvocationId(new RunId(1, 1), 1);

    /// <inheritdoc/>
    public override int Attempt { get; } = attempt;

    /// <inheritdoc/>
    public override string Node { get; } = node;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Metadata { get; } = metadata ?? new Dictionary<string, string>();

    /// <inheritdoc/>
    public override TimeProvider TimeProvider { get; } = timeProvider ?? TimeProvider.System;
}

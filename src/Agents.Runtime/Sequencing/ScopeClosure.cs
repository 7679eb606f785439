namespace Agents.Runtime;

/// <summary>How a scope was closed: the payload of <see cref="EventKind.ScopeClosed"/>.</summary>
/// <param name="Aggregate">The invocation that gathers the scope.</param>
/// <param name="IsFinishedEarly">Whether its fold was finished before all work was done.</param>
internal sealed record ScopeClosure(IEmission Aggregate, bool IsFinishedEarly);

namespace Agents.Runtime;

/// <summary>Where a child run hangs in the tree of runs.</summary>
/// <param name="Run">The run that started it.</param>
/// <param name="Invocation">The ordinal of the invocation that started it.</param>
internal sealed record RunParent(Run Run, int Invocation)
{
    public InvocationId Id => new(Run.Id, Invocation);

    /// <summary>How deep the child lies: 1 below a run of its own.</summary>
    public int Depth { get; } = Run.Depth + 1;
}

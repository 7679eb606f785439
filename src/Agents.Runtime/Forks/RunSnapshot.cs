namespace Agents.Runtime;

/// <summary>A run as it was at one position: what a fork is made from. The run goes on untouched.</summary>
/// <param name="Run">The run.</param>
/// <param name="Entries">Its log.</param>
/// <param name="Invocations">What the log says of each invocation; the first is that of ordinal 1.</param>
internal sealed record RunSnapshot(Run Run, LogExtent[] Entries, InvocationState[] Invocations)
{
    public ref readonly InvocationState this[int ordinal] => ref Invocations[ordinal - 1];
}

namespace Agents.Runtime;

/// <summary>An aggregate, as the starts of its scopes know it.</summary>
internal interface IAggregate
{
    NodeInfo Info { get; }

    /// <summary>Makes the invocation that gathers a scope.</summary>
    /// <param name="start">The attempt that opens the scope.</param>
    /// <param name="startValue">What it returned; null if nothing.</param>
    InvocationAttempt MakeInvocation(InvocationAttempt start, object? startValue);

    /// <summary>Makes what closes a scope once its fold is finished; null where the fold never is before the end.</summary>
    /// <param name="run">The run.</param>
    /// <param name="start">The ordinal of the invocation that opened the scope.</param>
    ScopeWatch? MakeWatch(Run run, int start);
}

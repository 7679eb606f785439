namespace Agents.Runtime;

/// <summary>
/// Tells code which attempt it belongs to, wherever the awaits of the node led it. Emptied when the attempt ends: what a node
/// leaves behind belongs to no attempt, and keeps none alive.
/// </summary>
internal sealed class AmbientAttempt
{
    private static readonly AsyncLocal<AmbientAttempt?> OfThisFlow = new();

    private volatile InvocationAttempt? attempt;

    private AmbientAttempt(InvocationAttempt attempt) => this.attempt = attempt;

    /// <summary>Makes what is called from here on belong to an attempt; the executor restores the context behind it.</summary>
    public static AmbientAttempt Enter(InvocationAttempt attempt)
    {
        var entered = new AmbientAttempt(attempt);
        OfThisFlow.Value = entered;
        return entered;
    }

    /// <summary>The attempt of a host that this code belongs to, if any.</summary>
    public static InvocationAttempt? In(AgentHost host) =>
        OfThisFlow.Value?.attempt is { } found && found.Run.Agent.Host == host ? found : null;

    public void Leave() => attempt = null;
}

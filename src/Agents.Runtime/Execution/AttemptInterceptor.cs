namespace Agents.Runtime;

/// <summary>Comes between the start of an attempt and the call of its node. In production there is none.</summary>
internal abstract class AttemptInterceptor
{
    /// <summary>
    /// Called once the attempt is recorded to have started. Gives null to call the node at once, or what to wait for before;
    /// an exception, thrown or of the task, is the attempt's failure, and the node is not called.
    /// </summary>
    public abstract Task? Before(InvocationAttempt attempt);

    /// <summary>Called when the node has returned or thrown, however late.</summary>
    public abstract void After(InvocationAttempt attempt);
}

namespace Agents;

/// <summary>
/// A subscription with a callback. Disposing it detaches: nothing more is delivered, the run goes on, and
/// <see cref="DisposeAsync"/> waits for a running callback unless it is called from that callback. Thread-safe.
/// </summary>
public abstract class Subscription : IAsyncDisposable
{
    /// <summary>
    /// Completes after the last callback or the disposal; fails with the exception of a callback, which ended the
    /// subscription. A failure that nobody looks at is not reported a second time.
    /// </summary>
    public abstract Task Completion { get; }

    /// <summary>Detaches. A second call does nothing.</summary>
    public abstract ValueTask DisposeAsync();
}

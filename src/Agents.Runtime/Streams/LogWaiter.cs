using System.Threading.Tasks.Sources;

namespace Agents.Runtime;

/// <summary>What a reader found when it looked for news.</summary>
internal enum Advance
{
    /// <summary>Nothing yet.</summary>
    Nothing,

    /// <summary>Something to deliver.</summary>
    Item,

    /// <summary>The end.</summary>
    End,
}

/// <summary>
/// A reader of a run's log: enumerator, waiter, promise of the next item and work item in one object. While it waits it
/// stands in a <see cref="WaiterList"/>; woken, it looks again on a thread of the pool and resumes its user there, or waits
/// on without the user noticing.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="cancellationToken">Ends the reading and nothing else.</param>
internal abstract class LogWaiter(Run run, CancellationToken cancellationToken) : IThreadPoolWorkItem, IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> source;
    private CancellationTokenRegistration registration;
    private bool isRegistered;
    private volatile bool isDisposed;

    internal LogWaiter? NextWaiter { get; set; }

    internal LogWaiter? PreviousWaiter { get; set; }

    /// <summary>The list it waits in, or was last taken from.</summary>
    internal WaiterList? List { get; set; }

    internal int Generation { get; set; }

    protected Run Run { get; } = run;

    /// <summary>Whether neither its token has fired nor it is disposed of.</summary>
    protected bool IsUndisturbed => !isDisposed && !cancellationToken.IsCancellationRequested;

    /// <summary>Looks for the next item, without the lock. May call user code and throw what the user is to see.</summary>
    protected abstract Advance TryAdvance();

    /// <summary>
    /// Under the lock: the list to wait in, or null if there is news after all. Calls no user code.
    /// </summary>
    protected abstract WaiterList? FindListUnlessNews();

    public ValueTask<bool> MoveNextAsync()
    {
        try
        {
            return TakeNextAsync();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }
        catch (Exception exception)
        {
            // Who moves several readers at once, and awaits them later, is told there too.
            return ValueTask.FromException<bool>(exception);
        }
    }

    public ValueTask DisposeAsync()
    {
        Detach();
        return default;
    }

    /// <summary>Detaches from the run and the token. A wait that is under way ends as if there were nothing more.</summary>
    internal void Detach()
    {
        isDisposed = true;
        registration.Unregister();
        WakeIfParked();
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (NextWaiter is { } next)
        {
            NextWaiter = null;
            Run.Agent.Host.Executor.Queue(next);
        }

        bool found;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var advance = isDisposed ? Advance.End : TryAdvance();
                if (advance is Advance.Nothing)
                {
                    Run.ThrowIfHalted();
                    if (TryPark())
                        return;
                    continue;
                }

                found = advance is Advance.Item;
                break;
            }
        }
        catch (Exception exception)
        {
            source.SetException(exception);
            return;
        }

        source.SetResult(found);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => source.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        source.OnCompleted(continuation, state, token, flags);

    private ValueTask<bool> TakeNextAsync()
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (isDisposed ? Advance.End : TryAdvance())
            {
                case Advance.Item:
                    return new ValueTask<bool>(true);
                case Advance.End:
                    return new ValueTask<bool>(false);
                default:
                    Run.ThrowIfHalted();
                    source.Reset();
                    var version = source.Version;
                    if (TryPark())
                        return new ValueTask<bool>(this, version);
                    break;
            }
        }
    }

    private bool TryPark()
    {
        if (!isRegistered && cancellationToken.CanBeCanceled)
        {
            isRegistered = true;
            registration = cancellationToken.UnsafeRegister(static state => ((LogWaiter)state!).WakeIfParked(), this);
        }

        lock (Run.Gate)
        {
            if (isDisposed || Run.IsHalted || cancellationToken.IsCancellationRequested || FindListUnlessNews() is not { } list)
                return false;
            list.Add(this);
            return true;
        }
    }

    private void WakeIfParked()
    {
        lock (Run.Gate)
        {
            if (List is null || !List.Remove(this))
                return;
        }

        Run.Agent.Host.Executor.Queue(this);
    }
}

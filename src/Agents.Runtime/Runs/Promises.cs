namespace Agents.Runtime;

/// <summary>
/// The tasks of those who wait for one thing of a run. The first who asks without a token gets one of its own, which may be completed on
/// the thread that brings the news. All others share one whose continuations go to the pool each by itself: nobody's code keeps another's
/// waiting. Made under the run's lock as long as the news has not come; completed after it came, without the lock.
/// </summary>
internal struct Promises<T>
{
    private TaskCompletionSource<T>? first;
    private TaskCompletionSource<T>? others;

    /// <summary>Whether somebody waits, or has.</summary>
    public readonly bool Any => first is not null || others is not null;

    /// <summary>A task for who asks.</summary>
    public Task<T> Make(LocalExecutor executor, CancellationToken cancellationToken)
    {
        if (first is null && !cancellationToken.CanBeCanceled)
            return (first = new TaskCompletionSource<T>()).Task;
        others ??= new TaskCompletionSource<T>(executor.SourceOptions);
        return cancellationToken.CanBeCanceled ? others.Task.WaitAsync(cancellationToken).Observed() : others.Task;
    }

    /// <summary>Brings the news. A second time it does nothing.</summary>
    public readonly void SetResult(T result)
    {
        others?.TrySetResult(result);
        first?.TrySetResult(result);
    }

    /// <inheritdoc cref="SetResult"/>
    public readonly void SetException(Exception exception)
    {
        others?.SetObservedException(exception);
        first?.SetObservedException(exception);
    }
}

using System.Runtime.CompilerServices;

namespace Agents.Runtime;

/// <summary>
/// The tasks of those who wait for one thing of a run. The first who asks without a token gets one of its own, which may be completed on
/// the thread that brings the news. All others share one whose continuations go to the pool each by itself: nobody's code keeps another's
/// waiting. Made under the run's lock as long as the news has not come; completed after it came, without the lock.
/// </summary>
internal struct Promises<T>
{
    /// <summary>Makes the task of the first, without a source beside it.</summary>
    private AsyncTaskMethodBuilder<T> first;
    private volatile bool hasFirst;
    private bool isTold;
    private TaskCompletionSource<T>? others;

    /// <summary>Whether somebody waits.</summary>
    public readonly bool Any => hasFirst || others is not null;

    /// <summary>A task for who asks.</summary>
    public Task<T> Make(LocalExecutor executor, CancellationToken cancellationToken)
    {
        if (!hasFirst && !cancellationToken.CanBeCanceled)
        {
            var task = first.Task;
            hasFirst = true;
            return task;
        }

        others ??= new TaskCompletionSource<T>(executor.SourceOptions);
        return cancellationToken.CanBeCanceled ? others.Task.WaitAsync(cancellationToken).Observed() : others.Task;
    }

    /// <summary>Brings the news. A second time it does nothing: when it returns, the tasks have completed all the same.</summary>
    public void SetResult(T result)
    {
        if (IsToldElsewhere())
            return;
        others?.SetResult(result);
        if (hasFirst)
            first.SetResult(result);
        LetGo();
    }

    /// <inheritdoc cref="SetResult"/>
    /// <param name="exception">What went wrong. No <see cref="OperationCanceledException"/>: of that the first task would be canceled.</param>
    public void SetException(Exception exception)
    {
        if (IsToldElsewhere())
            return;
        others?.SetObservedException(exception);
        if (hasFirst)
        {
            var task = first.Task;
            first.SetException(exception);
            _ = task.Exception;
        }

        LetGo();
    }

    /// <summary>The run may be kept for long; the tasks need not be.</summary>
    private void LetGo()
    {
        others = null;
        hasFirst = false;
        // Whoever still sees the mark has seen the task before.
        Volatile.WriteBarrier();
        first = default;
    }

    private bool IsToldElsewhere()
    {
        var (seenFirst, seenOthers) = (first, others);
        Volatile.ReadBarrier();
        var isFirst = hasFirst;
        if (!Interlocked.Exchange(ref isTold, true))
            return false;
        // Another thread is about to: a task has completed before what follows from it runs.
        var spin = default(SpinWait);
        while (!(isFirst ? seenFirst.Task.IsCompleted : seenOthers is null or { Task.IsCompleted: true }))
            spin.SpinOnce();
        return true;
    }
}

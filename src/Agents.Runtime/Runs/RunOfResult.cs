namespace Agents.Runtime;

/// <summary>Gives the result of a completed attempt.</summary>
internal interface IResultSource<TResult> : ICompletion
{
    TResult Result { get; }
}

/// <summary>A run of an agent whose result is of type <typeparamref name="TResult"/>.</summary>
internal sealed class Run<TResult>(RunId id, AgentInfo agent, RunOptions? options, RunParent? parent = null) : Run(id, agent, options, parent)
{
    private TaskCompletionSource<TResult>? source;
    private IResultSource<TResult>? result;

    public Task<TResult> GetResultAsync(CancellationToken cancellationToken)
    {
        StreamEnd? ended;
        lock (Gate)
        {
            if (result is not null)
                return Task.FromResult(result.Result);
            ended = End;
            if (ended is null && IsHalted)
                return Task.FromException<TResult>(HaltException()).Observed();
            if (ended is null)
            {
                source ??= new TaskCompletionSource<TResult>(Agent.Host.Executor.SourceOptions);
                return cancellationToken.CanBeCanceled ? source.Task.WaitAsync(cancellationToken).Observed() : source.Task;
            }
        }

        return Task.FromException<TResult>(ended.ToException() ?? NoResult()).Observed();
    }

    protected override void OnResult(ICompletion completion)
    {
        result = (IResultSource<TResult>)completion;
        if (source is not null)
            Agent.Host.Executor.Complete(static it => it.source.SetResult(it.result.Result), (source, result));
    }

    protected override void OnEndWithoutResult(StreamEnd streamEnd)
    {
        if (source is not null)
            Agent.Host.Executor.Complete(static it => it.source.SetObservedException(it.exception), (source, exception: streamEnd.ToException() ?? NoResult()));
    }

    protected override void OnHalted(AgentHostStoppedException stopped)
    {
        if (source is not null && result is null)
            Agent.Host.Executor.Complete(static it => it.source.SetObservedException(it.stopped), (source, stopped: (Exception)stopped));
    }

    private static InvalidOperationException NoResult() => new("This agent gives no result. Wait for its end instead.");
}

internal static class TaskCompletionSourceExtensions
{
    /// <summary>Completes or fails the task as the run has ended.</summary>
    public static void Settle(this TaskCompletionSource source, StreamEnd end)
    {
        if (end.ToException() is { } exception)
            source.SetObservedException(exception);
        else
            source.SetResult();
    }

    /// <summary>Fails the task; nobody having waited to the end of it is no unobserved failure, for the log tells it too.</summary>
    public static void SetObservedException<T>(this TaskCompletionSource<T> source, Exception exception)
    {
        source.SetException(exception);
        _ = source.Task.Exception;
    }

    /// <inheritdoc cref="SetObservedException{T}"/>
    public static void SetObservedException(this TaskCompletionSource source, Exception exception)
    {
        source.SetException(exception);
        _ = source.Task.Exception;
    }

    /// <summary>Likewise for what only follows such a task: whoever awaits it is told all the same.</summary>
    public static TTask Observed<TTask>(this TTask task)
        where TTask : Task
    {
        if (task.IsCompleted)
        {
            _ = task.Exception;
        }
        else
        {
            task.ContinueWith(
                static failed => _ = failed.Exception, CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return task;
    }
}

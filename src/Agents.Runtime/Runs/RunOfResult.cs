namespace Agents.Runtime;

/// <summary>A run of an agent whose result is of type <typeparamref name="TResult"/>.</summary>
internal sealed class Run<TResult>(RunId id, AgentInfo agent, RunOptions? options, RunParent? parent = null) : Run(id, agent, options, parent)
{
    private Promises<TResult> promises;
    private InvocationAttempt<TResult>? result;

    public Task<TResult> GetResultAsync(CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (result is not null)
                return Task.FromResult(result.Result);
            if (!HasEnded && IsHalted)
                return Task.FromException<TResult>(HaltException()).Observed();
            if (!HasEnded)
                return promises.Make(Agent.Host.Executor, cancellationToken);
        }

        return Task.FromException<TResult>(End!.ToException(Id) ?? NoResult()).Observed();
    }

    protected override bool HasResultPromises => promises.Any;

    protected override void OnResult(InvocationAttempt completion) => result = (InvocationAttempt<TResult>)completion;

    protected override void SettleResult()
    {
        if (result is not null)
            promises.SetResult(result.Result);
        else if (End is { } ended)
            promises.SetException(ended.ToException(Id) ?? NoResult());
        else
            promises.SetException(HaltException());
    }

    private static InvalidOperationException NoResult() => new("This agent gives no result. Wait for its end instead.");
}

internal static class TaskCompletionSourceExtensions
{
    /// <summary>Fails the task; nobody having waited to the end of it is no unobserved failure, for the log tells it too.</summary>
    public static void SetObservedException<T>(this TaskCompletionSource<T> source, Exception exception)
    {
        source.TrySetException(exception);
        _ = source.Task.Exception;
    }

    /// <inheritdoc cref="SetObservedException{T}"/>
    public static void SetObservedException(this TaskCompletionSource source, Exception exception)
    {
        source.TrySetException(exception);
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

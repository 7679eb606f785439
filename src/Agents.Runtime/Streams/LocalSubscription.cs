namespace Agents.Runtime;

/// <summary>
/// A subscription to a run in this process: a loop that waits for news, gathers all there is, and calls back.
/// </summary>
internal sealed class LocalSubscription<TUpdate> : Subscription
{
    private readonly Run run;
    private readonly Func<TUpdate, ValueTask> handler;
    private readonly CancellationTokenSource detached = new();
    private readonly TaskCompletionSource completion;

    /// <summary>The call of the handler that this code belongs to: a disposal from it must not wait for itself.</summary>
    private readonly AsyncLocal<object?> callOfThisFlow = new();

    private object? runningCall;

    public LocalSubscription(Run run, Func<TUpdate, ValueTask> handler, Func<CancellationToken, IUpdateReader<TUpdate>> read)
    {
        this.run = run;
        this.handler = handler;
        completion = new TaskCompletionSource(run.Agent.Host.Executor.SourceOptions);
        var reader = read(detached.Token);
        // Callbacks run on the pool, never within the call that subscribes, nor in its context.
        run.Agent.Host.Executor.Queue(static state => _ = state.subscription.PumpAsync(state.reader), (subscription: this, reader));
    }

    public override Task Completion => ChildWait.Of(run, completion.Task);

    public override ValueTask DisposeAsync()
    {
        detached.Cancel();
        var isInCallback = callOfThisFlow.Value is { } call && call == Volatile.Read(ref runningCall);
        return isInCallback ? default : new ValueTask(ChildWait.Of(run, completion.Task.ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)));
    }

    private async Task PumpAsync(IUpdateReader<TUpdate> reader)
    {
        var executor = run.Agent.Host.Executor;
        executor.EnterContext();
        try
        {
            while (await reader.MoveNextAsync().ConfigureAwait(executor.HasContext))
            {
                if (detached.IsCancellationRequested)
                    break;
                await CallAsync(reader.Current).ConfigureAwait(executor.HasContext);
                if (reader.IsLast)
                    break;
            }

            executor.Complete(static source => source.TrySetResult(), completion);
        }
        catch (OperationCanceledException exception) when (exception.CancellationToken == detached.Token)
        {
            executor.Complete(static source => source.TrySetResult(), completion);
        }
        catch (Exception exception)
        {
            executor.Complete(static it => it.completion.SetObservedException(it.exception), (completion, exception));
            run.Agent.Host.Telemetry.SubscriptionFailed(run.Id, exception);
        }
        finally
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A method of its own, so that the async local is restored behind it.</summary>
    private async ValueTask CallAsync(TUpdate update)
    {
        var call = new object();
        callOfThisFlow.Value = call;
        Volatile.Write(ref runningCall, call);
        try
        {
            await handler(update).ConfigureAwait(run.Agent.Host.Executor.HasContext);
        }
        finally
        {
            Volatile.Write(ref runningCall, null);
        }
    }
}

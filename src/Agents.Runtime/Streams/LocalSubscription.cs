namespace Agents.Runtime;

/// <summary>
/// A subscription to a run in this process: a loop that waits for news, gathers all there is, and calls back.
/// </summary>
internal sealed class LocalSubscription<TUpdate> : Subscription
{
    private readonly Run run;
    private readonly Func<TUpdate, ValueTask> handler;
    private readonly CancellationTokenSource detached = new();
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The call of the handler that this code belongs to: a disposal from it must not wait for itself.</summary>
    private readonly AsyncLocal<object?> callOfThisFlow = new();

    private object? runningCall;

    public LocalSubscription(Run run, Func<TUpdate, ValueTask> handler, Func<CancellationToken, IUpdateReader<TUpdate>> read)
    {
        this.run = run;
        this.handler = handler;
        var reader = read(detached.Token);
        // Callbacks run on the pool, never within the call that subscribes, nor in its context.
        run.Agent.Host.Executor.Queue(static state => _ = state.subscription.PumpAsync(state.reader), (subscription: this, reader));
    }

    public override Task Completion => completion.Task;

    public override ValueTask DisposeAsync()
    {
        detached.Cancel();
        var isInCallback = callOfThisFlow.Value is { } call && call == Volatile.Read(ref runningCall);
        return isInCallback ? default : new ValueTask(
            completion.Task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default));
    }

    private async Task PumpAsync(IUpdateReader<TUpdate> reader)
    {
        try
        {
            while (await reader.MoveNextAsync().ConfigureAwait(false))
            {
                if (detached.IsCancellationRequested)
                    break;
                await CallAsync(reader.Current).ConfigureAwait(false);
                if (reader.IsLast)
                    break;
            }

            completion.TrySetResult();
        }
        catch (OperationCanceledException exception) when (exception.CancellationToken == detached.Token)
        {
            completion.TrySetResult();
        }
        catch (Exception exception)
        {
            completion.SetObservedException(exception);
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
            await handler(update).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref runningCall, null);
        }
    }
}

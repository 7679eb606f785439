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

    /// <summary>True in the callback and what it calls: a disposal from there must not wait for itself.</summary>
    private readonly AsyncLocal<bool> isInCallback = new();

    public LocalSubscription(Run run, Func<TUpdate, ValueTask> handler, Func<CancellationToken, IUpdateReader<TUpdate>> read)
    {
        this.run = run;
        this.handler = handler;
        var reader = read(detached.Token);
        // Callbacks run on the pool, never within the call that subscribes, nor in its context.
        ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.subscription.PumpAsync(state.reader), (subscription: this, reader), preferLocal: false);
    }

    public override Task Completion => completion.Task;

    public override ValueTask DisposeAsync()
    {
        detached.Cancel();
        return isInCallback.Value ? default : new ValueTask(
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
            run.Agent.Host.Telemetry.SubscriptionFailed(run.Id, exception);
            completion.SetObservedException(exception);
        }
        finally
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A method of its own, so that the async local is restored behind it.</summary>
    private async ValueTask CallAsync(TUpdate update)
    {
        isInCallback.Value = true;
        await handler(update).ConfigureAwait(false);
    }
}

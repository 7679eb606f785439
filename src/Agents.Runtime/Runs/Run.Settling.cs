namespace Agents.Runtime;

/// <content>The tasks of those who wait for the result, or for the end.</content>
internal abstract partial class Run
{
    public Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (!hasEnded && !IsHalted)
                return (endPromises ??= new()).Value.Make(Agent.Host.Executor, cancellationToken);
        }

        if (End is not { } ended)
            return Task.FromException(HaltException()).Observed();
        return ended.ToException(Id) is { } exception ? Task.FromException(exception).Observed() : Task.CompletedTask;
    }

    /// <summary>
    /// Completes the tasks of those who wait for what has come: the result, the end, or the stop of the host. What follows from it in
    /// users' code runs elsewhere, unless this is the last act of a thread of the pool: that saves it the way there.
    /// </summary>
    public void Settle(bool isLastAct)
    {
        // The result is told first. Who waits for the end is told even if what follows from the result does not return: then the other
        // thread goes on, which does nothing where this one has been.
        if (HasResultPromises && HasEndPromises && (hasEnded || IsHalted))
            Agent.Host.Executor.Queue(static run => run.SettleNow(), this);
        if (isLastAct)
            SettleNow();
        else
            Agent.Host.Executor.Queue(static run => run.SettleNow(), this);
    }

    private void SettleNow()
    {
        if (HasResultPromises)
            SettleResult();
        if (HasEndPromises && (hasEnded || IsHalted))
            SettleEnd();
    }

    /// <summary>Whether somebody waits for the result.</summary>
    protected abstract bool HasResultPromises { get; }

    /// <summary>Whether somebody waits for the end: few do.</summary>
    private bool HasEndPromises => Volatile.Read(ref endPromises) is { Value.Any: true };

    /// <summary>Completes the task of those who wait for the result, which has come, or never will.</summary>
    protected abstract void SettleResult();

    private void SettleEnd()
    {
        if ((End is { } ended ? ended.ToException(Id) : HaltException()) is { } exception)
            endPromises!.Value.SetException(exception);
        else
            endPromises!.Value.SetResult(true);
    }
}

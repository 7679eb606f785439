namespace Agents.Runtime;

/// <content>Removing what is kept no longer, between what is stored.</content>
internal sealed partial class StoredRecorder
{
    /// <summary>Removes finished runs as long as there are some to remove, a few at a time.</summary>
    public async Task PruneAsync()
    {
        var retention = host.Options.Journal;
        try
        {
            int removed;
            do
            {
                var age = Math.Min(retention.MaxAge.Ticks, host.Clock.GetTicks());
                var before = new DateTimeOffset(host.Clock.GetTicks() - age, TimeSpan.Zero);
                await turn.WaitAsync(givingUp.Token).ConfigureAwait(host.Executor.HasContext);
                try
                {
                    removed = await Journal.PruneAsync(before, retention.MaxFinishedRuns, givingUp.Token).ConfigureAwait(host.Executor.HasContext);
                }
                finally
                {
                    turn.Release();
                }
            }
            while (removed > 0);
        }
        catch (Exception exception)
        {
            // It is tried again after the interval.
            if (!givingUp.IsCancellationRequested)
                host.Telemetry.PruningFailed(Journal.Description, exception);
        }
    }
}

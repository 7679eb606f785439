namespace Agents.Runtime;

/// <content>Finished runs are removed by and by.</content>
internal sealed partial class StoredRuns
{
    private ITimer? timer;
    private Task pruning = Task.CompletedTask;

    public void BeginPruning()
    {
        var interval = host.Options.Journal.PruneInterval;
        timer = DueTimer.CreateWithoutContext(
            host.TimeProvider, static state => ((StoredRuns)state!).Prune(), this, interval, interval);
    }

    public async Task EndPruningAsync()
    {
        timer?.Dispose();
        await pruning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        timer?.Dispose();
        loading.Dispose();
    }

    private void Prune()
    {
        if (pruning.IsCompleted && !host.IsStopping)
            pruning = Recorder.PruneAsync();
    }
}

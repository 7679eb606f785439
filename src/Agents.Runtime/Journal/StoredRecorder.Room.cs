namespace Agents.Runtime;

/// <content>The only backpressure: writers of chunks wait while too much is not stored.</content>
internal sealed partial class StoredRecorder
{
    private readonly List<(Run Run, TaskCompletionSource Source)> waiting = [];

    /// <summary>Completes when a run may write on.</summary>
    public ValueTask WaitForRoomAsync(Run run, CancellationToken cancellationToken)
    {
        if (HasRoom(run, 1))
            return default;
        TaskCompletionSource source;
        lock (sync)
        {
            if (HasRoom(run, 1) || givingUp.IsCancellationRequested)
                return default;
            source = new TaskCompletionSource(host.Executor.SourceOptions);
            waiting.Add((run, source));
        }

        return new ValueTask(source.Task.WaitAsync(cancellationToken));
    }

    private bool HasRoom(Run run, int part) =>
        run.Storage!.UnstoredBytes <= host.Options.Journal.MaxUnstoredBytes / part &&
        Volatile.Read(ref unstoredBytes) <= host.Options.Journal.MaxUnstoredBytesOfHost;

    /// <summary>Lets those write on whose runs have half of their room again.</summary>
    private void ReleaseWriters()
    {
        List<TaskCompletionSource>? released = null;
        lock (sync)
        {
            for (var index = waiting.Count - 1; index >= 0; index--)
            {
                if (!givingUp.IsCancellationRequested && !HasRoom(waiting[index].Run, 2))
                    continue;
                (released ??= []).Add(waiting[index].Source);
                waiting.RemoveAt(index);
            }
        }

        // What is not stored any more is told by the fence, at the next write.
        foreach (var source in released ?? [])
            host.Executor.Complete(static it => it.TrySetResult(), source);
    }
}

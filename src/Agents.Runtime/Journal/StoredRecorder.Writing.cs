using System.Runtime.InteropServices;
using Agents.Journals;

namespace Agents.Runtime;

/// <content>The writer: it works while there is something to store, and sleeps else.</content>
internal sealed partial class StoredRecorder
{
    private readonly CancellationTokenSource givingUp = new();

    /// <summary>Of storing and pruning the journal is asked for one at a time.</summary>
    private readonly SemaphoreSlim turn = new(1);

    private TaskCompletionSource? drained;
    private int failures;

    /// <summary>Why the last attempt to store failed; null while all is well.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>Completes when the writer has nothing to do any more.</summary>
    public Task WhenDrained()
    {
        lock (sync)
        {
            return isWriting
                ? (drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : Task.CompletedTask;
        }
    }

    /// <summary>Stores nothing more: what is not stored yet never was.</summary>
    public void GiveUp()
    {
        if (!givingUp.IsCancellationRequested)
            givingUp.Cancel();
        ReleaseWriters();
    }

    /// <summary>To be called when all is given up and the writer has nothing to do.</summary>
    public void Dispose()
    {
        givingUp.Dispose();
        turn.Dispose();
    }

    /// <summary>
    /// Stores what has gathered, and lets others go first then: what was shown leads to more, which is stored at once with what gathers
    /// meanwhile. A commit costs by itself far more than by the event.
    /// </summary>
    private async Task WriteAsync()
    {
        var hasContext = host.Executor.HasContext;
        try
        {
            for (var start = 0; start < writing.Count && !givingUp.IsCancellationRequested;)
            {
                var end = EndOfBatch(start);
                if (await StoreAsync(start, end).ConfigureAwait(hasContext))
                    Show(CollectionsMarshal.AsSpan(writing)[start..end]);
                start = end;
            }
        }
        catch (Exception exception)
        {
            // What is stored could not be shown. The next host reads it.
            Lose(exception);
        }

        writing.Clear();
        host.Executor.Queue(this);
    }

    private bool TakeGathered()
    {
        lock (sync)
        {
            if (gathering.Count > 0 && !givingUp.IsCancellationRequested)
            {
                (gathering, writing) = (writing, gathering);
                return true;
            }

            isWriting = false;
            drained?.TrySetResult();
            drained = null;
            return false;
        }
    }

    private int EndOfBatch(int start)
    {
        var end = Math.Min(start + MaxBatch, writing.Count);
        while (!writing[end - 1].IsLast)
            end++;
        return end;
    }

    /// <summary>Stores a part of what is to be written, trying again until that succeeds. False if it is given up.</summary>
    private async Task<bool> StoreAsync(int start, int end)
    {
        var count = end - start;
        if (batch.Length < count)
            batch = new JournalEvent[Math.Max(count, 64)];
        for (var index = 0; index < count; index++)
            batch[index] = ToJournal(writing[start + index]);
        while (!givingUp.IsCancellationRequested)
        {
            var begun = host.Telemetry.BeginCommit();
            try
            {
                await turn.WaitAsync(givingUp.Token).ConfigureAwait(host.Executor.HasContext);
                try
                {
                    await Journal.AppendAsync(batch.AsMemory(0, count), givingUp.Token).ConfigureAwait(host.Executor.HasContext);
                }
                finally
                {
                    turn.Release();
                }

                host.Telemetry.Committed(begun, count);
                if (failures > 0)
                    host.Telemetry.JournalWorksAgain(Journal.Description, failures);
                failures = 0;
                LastFailure = null;
                Array.Clear(batch, 0, count);
                return true;
            }
            catch (Exception exception) when (exception is JournalOwnershipLostException or ArgumentException)
            {
                // Another host has the runs now; or the journal's log of a run is not ours. Nothing can be stored ever again.
                Lose(exception);
            }
            catch (Exception exception)
            {
                LastFailure = exception;
                if (!givingUp.IsCancellationRequested)
                    await WaitToRetryAsync(exception).ConfigureAwait(host.Executor.HasContext);
            }
        }

        return false;
    }

    private void Lose(Exception exception)
    {
        LastFailure = exception;
        host.Telemetry.JournalLost(Journal.Description, exception);
        GiveUp();
        host.StopForGood();
    }

    private async Task WaitToRetryAsync(Exception exception)
    {
        var options = host.Options.Journal;
        var delay = TimeSpan.FromTicks((long)Math.Min(
            options.RetryDelay.Ticks * Math.Pow(2, Math.Min(failures, 30)), options.MaxRetryDelay.Ticks));
        host.Telemetry.JournalFailed(Journal.Description, exception, ++failures, delay);
        await Task.Delay(delay, host.TimeProvider, givingUp.Token)
            .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Has the runs show what is stored, command by command; chunks in a row are shown as one.</summary>
    private void Show(ReadOnlySpan<UnstoredEvent> stored)
    {
        var bytes = 0L;
        for (var start = 0; start < stored.Length;)
        {
            var end = start + 1;
            var run = stored[start].Run;
            if (stored[start].Event.Kind is EventKind.Chunk && stored[start].IsLast)
            {
                while (end < stored.Length && stored[end].Run == run && stored[end] is { Event.Kind: EventKind.Chunk, IsLast: true })
                    end++;
            }
            else
            {
                while (!stored[end - 1].IsLast)
                    end++;
            }

            foreach (ref readonly var one in stored[start..end])
                bytes += one.Data.Length;
            run.OnStored(stored[start..end]);
            start = end;
        }

        lock (sync)
            unstoredBytes -= bytes;
        ReleaseWriters();
    }

    private static JournalEvent ToJournal(in UnstoredEvent unstored) =>
        new(unstored.Run.Id, unstored.Event.Position, unstored.Data)
        {
            Start = unstored.Event.Kind is EventKind.RunStarted
                ? new JournalStart(unstored.Run.Agent.Name, unstored.Event.Timestamp, unstored.Run.Root.Id)
                : null,
            End = unstored.Event.Kind switch
            {
                EventKind.RunCompleted => new JournalEnd(RunStatus.Completed, unstored.Event.Timestamp),
                EventKind.RunFailed => new JournalEnd(RunStatus.Failed, unstored.Event.Timestamp),
                EventKind.RunCanceled => new JournalEnd(RunStatus.Canceled, unstored.Event.Timestamp),
                _ => null,
            },
        };
}

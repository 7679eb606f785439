using System.Runtime.InteropServices;
using Agents.Journals;

namespace Agents.Runtime;

/// <summary>
/// Records in a journal. What commands give is queued; one writer stores all that has gathered, of all runs, as one batch, and then
/// has the runs show it. The events of one command are never parted.
/// </summary>
internal sealed partial class StoredRecorder : IRecorder, IThreadPoolWorkItem, IDisposable
{
    /// <summary>How many events are stored at once. Beyond it a commit costs by the event, not by itself.</summary>
    private const int MaxBatch = 4096;

    private readonly AgentHost host;
    private readonly Lock sync = new();
    private List<UnstoredEvent> gathering = [];
    private List<UnstoredEvent> writing = [];
    private JournalEvent[] batch = [];
    private long unstoredBytes;
    private bool isWriting;

    public StoredRecorder(AgentHost host, RunJournal journal)
    {
        this.host = host;
        Journal = journal;
    }

    public RunJournal Journal { get; }

    public bool IsDurable => true;

    public void Append(Run run, ref EventBatch events, ref Effects effects)
    {
        if (events.Count == 0)
            return;
        if (run.Storage!.Staged is { } staged)
        {
            for (var index = 0; index < events.Count; index++)
                Stage(run, staged, events[index], EventEncoder.Encode(run, events[index]), ref effects);
            return;
        }

        var few = new UnstoredEvent[events.Count];
        for (var index = 0; index < few.Length; index++)
        {
            few[index] = new UnstoredEvent(run, events[index], EventEncoder.Encode(run, events[index]))
            {
                IsLast = index == few.Length - 1,
            };
        }

        Queue(run, few);
    }

    public void AppendChunk(Run run, in LogEvent chunk, ReadOnlySpan<byte> json, ref Effects effects)
    {
        var data = EventEncoder.EncodeChunk(chunk, json);
        if (run.Storage!.Staged is { } staged)
            Stage(run, staged, chunk, data, ref effects);
        else
            Queue(run, [new UnstoredEvent(run, chunk, data) { IsLast = true }]);
    }

    /// <summary>Begins to keep what a run appends, to be stored as one; its own views show it at once. Under the run's lock.</summary>
    public static void BeginStaging(Run run) => run.Storage!.Staged = [];

    /// <summary>Has all stored that a run has staged. Under the run's lock.</summary>
    public void CommitStaged(Run run)
    {
        var staged = run.Storage!.Staged!;
        run.Storage.Staged = null;
        var events = CollectionsMarshal.AsSpan(staged);
        events[^1] = events[^1] with { IsLast = true };
        Queue(run, events);
    }

    private static void Stage(Run run, List<UnstoredEvent> staged, in LogEvent logEvent, byte[] data, ref Effects effects)
    {
        staged.Add(new UnstoredEvent(run, logEvent, data) { IsShown = true });
        run.OnRecorded(logEvent, ref effects);
    }

    private void Queue(Run run, ReadOnlySpan<UnstoredEvent> events)
    {
        var bytes = 0L;
        foreach (ref readonly var unstored in events)
            bytes += unstored.Data.Length;
        run.Storage!.UnstoredBytes += bytes;
        run.Storage.Bytes += bytes;
        lock (sync)
        {
            unstoredBytes += bytes;
            gathering.AddRange(events);
            if (isWriting)
                return;
            isWriting = true;
        }

        host.Executor.Queue(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        host.Executor.EnterContext();
        if (TakeGathered())
            _ = WriteAsync();
    }
}

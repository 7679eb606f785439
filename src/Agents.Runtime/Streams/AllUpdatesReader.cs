using System.Collections.Immutable;

namespace Agents.Runtime;

/// <summary>The updates about all invocations of a node, gathered from the log.</summary>
internal sealed class AllUpdatesReader<T>(
    NodeSlot<T> slot, ReadStart start, bool committed, CancellationToken cancellationToken)
    : LogReader(slot.Run, start.After, cancellationToken), IUpdateReader<StreamAllUpdate<T>>
{
    private readonly Dictionary<int, Progress> known = [];
    private readonly HashSet<int> changed = [];
    private readonly HashSet<InvocationId> resets = [];
    private ImmutableSortedDictionary<InvocationId, IReadOnlyList<T>> all = ImmutableSortedDictionary<InvocationId, IReadOnlyList<T>>.Empty;
    private ImmutableSortedDictionary<InvocationId, StreamOutcome> outcomes = ImmutableSortedDictionary<InvocationId, StreamOutcome>.Empty;
    private int resetCount;
    private bool hasStarted = start.After == 0;

    public StreamAllUpdate<T> Current { get; private set; } = null!;

    public bool IsLast { get; private set; }

    protected override Advance TryAdvance()
    {
        if (IsLast)
            return Advance.End;
        if (!hasStarted)
            Start();
        // Not beyond what there is now: a busy run would keep the callback waiting for ever.
        var upTo = Run.Log.Position;
        while (After < upTo && TryTake(out var extent, out var position))
        {
            var logEvent = extent.Event;
            switch (logEvent.Kind)
            {
                case EventKind.Chunk when logEvent.Payload is AttemptStream<T> attempt && attempt.Stream.Slot == slot:
                    if (!committed)
                        Take(attempt, logEvent.Argument + (int)(extent.End - logEvent.Position));
                    break;
                case EventKind.AttemptStarted when logEvent.Attempt > 1 && IsOurs(logEvent.Invocation, out var stream):
                    resetCount++;
                    if (!committed)
                        Reset(stream, logEvent.Attempt);
                    break;
                case EventKind.InvocationCompleted or EventKind.InvocationFailed or EventKind.InvocationCanceled
                    when position == logEvent.Position && IsOurs(logEvent.Invocation, out var ended):
                    if (committed && logEvent.Kind is EventKind.InvocationCompleted && ended.Latest is { } latest)
                        Take(latest, latest.Published);
                    outcomes = outcomes.SetItem(ended.Id, ended.End!.Outcome);
                    changed.Add(ended.Ordinal);
                    break;
            }
        }

        IsLast = IsAtEnd;
        if (changed.Count == 0 && !IsLast)
            return Advance.Nothing;
        Current = Make();
        return Advance.Item;
    }

    protected override WaiterList? FindListUnlessNews() => HasNews ? null : slot;

    /// <summary>Takes in what lies before the place where reading starts.</summary>
    private void Start()
    {
        hasStarted = true;
        foreach (var stream in slot.Capture(out _))
        {
            var end = stream.EndAt(start.After);
            if (end is not null)
                outcomes = outcomes.SetItem(stream.Id, end.Outcome);
            if (stream.LatestAt(start.After) is not { } attempt)
                continue;
            resetCount += attempt.Attempt - 1;
            if (committed && end?.Outcome.Status is not RunStatus.Completed)
                continue;
            var count = attempt.CountUpTo(start.After);
            known[stream.Ordinal] = new Progress(attempt, start.IsLive ? count : 0, count, count);
            if (count > 0)
                all = all.SetItem(stream.Id, ChunkView<T>.Of(attempt, 0, count));
        }
    }

    private bool IsOurs(int ordinal, out InvocationStream<T> stream)
    {
        lock (Run.Gate)
            stream = slot.Find(ordinal)!;
        return stream is not null;
    }

    private void Take(AttemptStream<T> attempt, int upTo)
    {
        var ordinal = attempt.Stream.Ordinal;
        if (known.TryGetValue(ordinal, out var progress) && progress.Attempt.Attempt > attempt.Attempt)
            return;
        if (progress.Attempt != attempt)
            progress = new Progress(attempt, 0, attempt.CountUpTo(start.After), 0);
        known[ordinal] = progress with { UpTo = upTo };
        changed.Add(ordinal);
    }

    private void Reset(InvocationStream<T> stream, int number)
    {
        var attempt = stream.Latest;
        while (attempt is not null && attempt.Attempt > number)
            attempt = attempt.Previous;
        if (known.TryGetValue(stream.Ordinal, out var progress) && progress.From > progress.First)
        {
            resets.Add(stream.Id);
            changed.Add(stream.Ordinal);
        }
        else if (!resets.Contains(stream.Id))
        {
            // Chunks that were only gathered for this call have been given to nobody.
            changed.Remove(stream.Ordinal);
        }

        all = all.Remove(stream.Id);
        known[stream.Ordinal] = new Progress(attempt!, 0, 0, 0);
    }

    private StreamAllUpdate<T> Make()
    {
        var fresh = ImmutableSortedDictionary.CreateBuilder<InvocationId, IReadOnlyList<T>>();
        foreach (var ordinal in changed)
        {
            if (!known.TryGetValue(ordinal, out var progress))
                continue;
            var id = progress.Attempt.Stream.Id;
            all = all.SetItem(id, ChunkView<T>.Of(progress.Attempt, 0, progress.UpTo));
            if (progress.UpTo > progress.From)
                fresh[id] = ChunkView<T>.Of(progress.Attempt, progress.From, progress.UpTo - progress.From);
            known[ordinal] = progress with { From = progress.UpTo };
        }

        var update = new StreamAllUpdate<T>
        {
            All = all,
            New = fresh.ToImmutable(),
            Resets = resets.ToImmutableHashSet(),
            ResetCount = resetCount,
            Outcomes = outcomes,
            IsComplete = IsLast,
            Outcome = IsLast ? Run.End!.Outcome : null,
            Cursor = new Cursor(Run.Id, After),
        };
        changed.Clear();
        resets.Clear();
        return update;
    }

    /// <summary>
    /// How far an invocation has been read: of which attempt, from which chunk on it is given, given up to, known up to.
    /// </summary>
    private readonly record struct Progress(AttemptStream<T> Attempt, int First, int From, int UpTo);
}

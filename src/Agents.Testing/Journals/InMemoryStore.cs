using Agents.Journals;

namespace Agents.Testing;

/// <summary>
/// What <see cref="InMemoryJournal"/>s store in: it outlives them as a disk outlives processes. Give it to one host after the other to
/// test what becomes of runs when a process ends. Thread-safe.
/// </summary>
public sealed class InMemoryStore
{
    private readonly Lock sync = new();
    private readonly Dictionary<RunId, StoredRun> runs = [];
    private readonly List<RunId> order = [];
    private readonly List<JournalEvent[]> batches = [];
    private int epoch;
    private bool isCrashed;

    /// <summary>
    /// Called before a batch is stored. May hold it back by the task that it gives, or throw: then it is not stored, and the host
    /// tries again. Null, the default, does nothing.
    /// </summary>
    public Func<IReadOnlyList<JournalEvent>, ValueTask>? BeforeAppend { get; set; }

    /// <summary>Called after a batch was stored, and before the host learns of it. May throw, as <see cref="BeforeAppend"/>.</summary>
    public Func<IReadOnlyList<JournalEvent>, ValueTask>? AfterAppend { get; set; }

    /// <summary>How many batches have been stored.</summary>
    public int Batches
    {
        get
        {
            lock (sync)
                return batches.Count;
        }
    }

    /// <summary>How many events are stored.</summary>
    public int Events
    {
        get
        {
            lock (sync)
                return runs.Values.Sum(static run => run.Events.Count);
        }
    }

    /// <summary>
    /// Cuts the present host off, as the end of its process would: from now on nothing of it reaches the store. The next journal that
    /// is opened finds what was stored until now.
    /// </summary>
    public void Crash()
    {
        lock (sync)
            isCrashed = true;
    }

    /// <summary>A store of its own that holds what this one held after a number of batches: as if the process had ended then.</summary>
    /// <param name="count">How many batches.</param>
    /// <exception cref="InvalidOperationException">Finished runs were removed from this one meanwhile.</exception>
    public InMemoryStore CopyAfter(int count)
    {
        var copy = new InMemoryStore();
        lock (sync)
        {
            foreach (var batch in batches.Take(count))
                copy.Store(batch);
        }

        return copy;
    }

    /// <summary>A store of its own that holds what this one holds now.</summary>
    public InMemoryStore Copy() => CopyAfter(Batches);

    /// <summary>Makes an event unreadable.</summary>
    /// <param name="run">The run.</param>
    /// <param name="position">The position of the event.</param>
    public void Corrupt(RunId run, long position)
    {
        lock (sync)
            runs[run].Corrupt.Add(position);
    }

    internal int Open()
    {
        lock (sync)
        {
            isCrashed = false;
            return ++epoch;
        }
    }

    internal static string Holder(int epochOfHolder) => $"host {epochOfHolder}";

    internal async ValueTask AppendAsync(int owner, ReadOnlyMemory<JournalEvent> batch)
    {
        var events = batch.ToArray();
        ThrowUnlessOwner(owner);
        if (BeforeAppend is { } before)
            await before(events).ConfigureAwait(true);
        lock (sync)
        {
            ThrowUnlessOwner(owner);
            Check(events);
            Store(events);
        }

        if (AfterAppend is { } after)
            await after(events).ConfigureAwait(true);
    }

    internal int Prune(int owner, DateTimeOffset finishedBefore, int keep)
    {
        lock (sync)
        {
            ThrowUnlessOwner(owner);
            var finished = runs.Values.GroupBy(static run => run.Start.Root)
                .Where(static tree => tree.All(static run => run.End is not null))
                .Select(static tree => (Runs: tree.ToArray(), At: tree.Max(static run => run.End!.EndedAt)))
                .OrderByDescending(static tree => tree.At)
                .ToArray();
            var removed = finished.Where((tree, index) => index >= keep || tree.At < finishedBefore).ToArray();
            foreach (var run in removed.SelectMany(static tree => tree.Runs))
            {
                runs.Remove(run.Id);
                order.Remove(run.Id);
            }

            return removed.Length;
        }
    }

    internal JournalRun? Find(RunId id)
    {
        lock (sync)
            return runs.TryGetValue(id, out var run) ? run.ToJournal() : null;
    }

    /// <summary>The runs in the order of their starts.</summary>
    internal JournalRun[] List()
    {
        lock (sync)
            return [.. order.Select(id => runs[id].ToJournal())];
    }

    internal (JournalEvent[] Events, HashSet<long> Corrupt) Read(RunId id)
    {
        lock (sync)
            return runs.TryGetValue(id, out var run) ? ([.. run.Events], [.. run.Corrupt]) : ([], []);
    }

    private void ThrowUnlessOwner(int owner)
    {
        lock (sync)
        {
            if (owner != epoch || isCrashed)
                throw new JournalOwnershipLostException("The store in memory", isCrashed ? "nobody: the process has ended" : Holder(epoch));
        }
    }

    /// <summary>Throws where a batch does not follow upon what is stored.</summary>
    private void Check(JournalEvent[] events)
    {
        var last = new Dictionary<RunId, (long Position, bool HasEnded)>();
        foreach (var stored in events)
        {
            var known = runs.GetValueOrDefault(stored.Run);
            var (position, hasEnded) = last.TryGetValue(stored.Run, out var before) ? before : (known?.Events.Count ?? 0, known?.End is not null);
            if (stored.Position <= (known?.Events.Count ?? 0))
                continue;
            if (stored.Position != position + 1)
                throw new ArgumentException($"Event {stored.Position} of run {stored.Run} does not follow event {position}.", nameof(events));
            if (hasEnded)
                throw new ArgumentException($"Run {stored.Run} has ended; event {stored.Position} cannot follow.", nameof(events));
            if (stored.Position == 1 == stored.Start is null)
                throw new ArgumentException($"Event {stored.Position} of run {stored.Run}: the first, and it alone, has a start.", nameof(events));
            last[stored.Run] = (stored.Position, stored.End is not null);
        }
    }

    private void Store(JournalEvent[] events)
    {
        batches.Add(Array.ConvertAll(events, static stored => stored with { Data = stored.Data.ToArray() }));
        foreach (var stored in batches[^1])
        {
            if (!runs.TryGetValue(stored.Run, out var run))
            {
                runs.Add(stored.Run, run = new StoredRun(stored.Run, stored.Start!));
                order.Add(stored.Run);
            }

            if (stored.Position <= run.Events.Count)
                continue;
            run.Events.Add(stored);
            run.End ??= stored.End;
        }
    }

    private sealed class StoredRun(RunId id, JournalStart start)
    {
        public RunId Id => id;

        public JournalStart Start => start;

        public JournalEnd? End { get; set; }

        public List<JournalEvent> Events { get; } = [];

        public HashSet<long> Corrupt { get; } = [];

        public JournalRun ToJournal() => new(id, start, End);
    }
}

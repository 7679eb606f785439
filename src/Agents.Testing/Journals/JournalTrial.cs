using System.Globalization;
using Agents.Journals;

namespace Agents.Testing;

/// <summary>A journal that is being checked: what a check needs to fill it, to read it, and to say what is wrong with it.</summary>
internal sealed class JournalTrial(string check, Func<RunJournal> make, int seed) : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly List<RunJournal> open = [];

    public int Seed => seed;

    /// <summary>Opens a journal on the store.</summary>
    public async Task<RunJournal> OpenAsync()
    {
        var journal = Make();
        await journal.OpenAsync().ConfigureAwait(false);
        return journal;
    }

    /// <summary>A journal that is not opened yet.</summary>
    public RunJournal Make()
    {
        var journal = make();
        if (string.IsNullOrWhiteSpace(journal.Description))
            throw Broken("its description is empty");
        open.Add(journal);
        return journal;
    }

    public async Task CloseAsync(RunJournal journal)
    {
        open.Remove(journal);
        await journal.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in open)
            await journal.DisposeAsync().ConfigureAwait(false);
    }

    public static RunId Id(int number) => new(7, (ulong)number);

    /// <summary>The number that an id was made of.</summary>
    public static int NumberOf(RunId id) => int.Parse(id.ToString().AsSpan(16), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>An event whose bytes tell which it is.</summary>
    public static JournalEvent Event(int run, long position, int? root = null, RunStatus? end = null, int minute = 0, int size = 24, string agent = "Agent")
    {
        var data = new byte[size];
        for (var index = 0; index < size; index++)
            data[index] = (byte)((run * 31) + (position * 7) + index);
        return new JournalEvent(Id(run), position, data)
        {
            Start = position == 1 ? new JournalStart(agent, Noon.AddMinutes(minute), Id(root ?? run)) : null,
            End = end is { } status ? new JournalEnd(status, Noon.AddMinutes(minute)) : null,
        };
    }

    public static async Task<List<JournalEvent>> ReadAsync(RunJournal journal, int run, long after = 0)
    {
        var events = new List<JournalEvent>();
        await foreach (var stored in journal.ReadAsync(Id(run), after).ConfigureAwait(false))
            events.Add(stored);
        return events;
    }

    public static async Task<List<JournalRun>> ToListAsync(IAsyncEnumerable<JournalRun> runs)
    {
        var list = new List<JournalRun>();
        await foreach (var run in runs.ConfigureAwait(false))
            list.Add(run);
        return list;
    }

    /// <summary>The numbers of runs that are listed, in the order that they come in.</summary>
    public static async Task<string> NumbersAsync(IAsyncEnumerable<JournalRun> runs) => string.Join(
        ' ', (await ToListAsync(runs).ConfigureAwait(false)).Select(static run => NumberOf(run.Id)));

    /// <summary>Checks that a run has these events, whole and in order.</summary>
    public async Task ExpectAsync(RunJournal journal, int run, params IReadOnlyList<JournalEvent> expected)
    {
        foreach (var after in new[] { 0, expected.Count / 2, expected.Count })
            Expect(await ReadAsync(journal, run, after).ConfigureAwait(false), expected, after, run);
    }

    public void Expect(List<JournalEvent> read, IReadOnlyList<JournalEvent> expected, int after, int run)
    {
        if (read.Count != expected.Count - after)
            throw Broken($"run {run} has {expected.Count} events; read after position {after}, {read.Count} were given");
        for (var index = 0; index < read.Count; index++)
        {
            var (given, stored) = (read[index], expected[after + index]);
            if (given.Run != stored.Run || given.Position != stored.Position)
                throw Broken($"event {stored.Position} of run {run} was read as event {given.Position} of run {given.Run}");
            if (!given.Data.Span.SequenceEqual(stored.Data.Span))
                throw Broken($"event {stored.Position} of run {run} has {stored.Data.Length} bytes; other bytes were read ({given.Data.Length})");
        }
    }

    public void ExpectEqual<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw Broken($"{what}: expected {expected?.ToString() ?? "null"}, was {actual?.ToString() ?? "null"}");
    }

    /// <summary>Checks that something throws.</summary>
    public async Task ExpectThrowsAsync<T>(Func<ValueTask> act, string what)
        where T : Exception
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (T)
        {
            return;
        }
        catch (Exception exception)
        {
            throw Broken($"{what} must throw {typeof(T).Name}, not {exception.GetType().Name}: {exception.Message}");
        }

        throw Broken($"{what} must throw {typeof(T).Name}, and throws nothing");
    }

    public AgentAssertionException Broken(string what) => new($"'{check}' does not hold (seed {seed}): {what}.");
}

using Agents.Journals;
using static Agents.Testing.JournalTrial;

namespace Agents.Testing;

/// <summary>Checks of what is appended and read.</summary>
internal static class JournalAppendChecks
{
    public static async Task ReadsWhatWasAppendedAsync(JournalTrial trial)
    {
        var journal = await trial.OpenAsync().ConfigureAwait(false);
        await trial.ExpectAsync(journal, 1).ConfigureAwait(false);
        trial.ExpectEqual(null, await journal.FindAsync(Id(1)).ConfigureAwait(false), "a run that never was");
        JournalEvent[] first = [Event(1, 1), Event(2, 1, root: 1, minute: 1, agent: "Other"), Event(1, 2, size: 0), Event(2, 2), Event(3, 1, size: 1)];
        JournalEvent[] second = [Event(1, 3), Event(1, 4, end: RunStatus.Failed, minute: 5), Event(3, 2)];
        await journal.AppendAsync(first).ConfigureAwait(false);
        await journal.AppendAsync(second).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 1, [Event(1, 1), Event(1, 2, size: 0), Event(1, 3), Event(1, 4)]).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 2, [Event(2, 1), Event(2, 2)]).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 3, [Event(3, 1, size: 1), Event(3, 2)]).ConfigureAwait(false);
        trial.ExpectEqual(
            new JournalRun(Id(1), new JournalStart("Agent", Noon, Id(1)), new JournalEnd(RunStatus.Failed, Noon.AddMinutes(5))),
            await journal.FindAsync(Id(1)).ConfigureAwait(false), "a run that has ended");
        trial.ExpectEqual(
            new JournalRun(Id(2), new JournalStart("Other", Noon.AddMinutes(1), Id(1)), null),
            await journal.FindAsync(Id(2)).ConfigureAwait(false), "a child that has not ended");
    }

    public static async Task OutlivesItsOwnerAsync(JournalTrial trial)
    {
        var events = new List<JournalEvent>();
        for (var position = 1; position <= 12; position++)
        {
            // Each owner adds one, and finds what those before have left.
            var journal = await trial.OpenAsync().ConfigureAwait(false);
            await trial.ExpectAsync(journal, 1, events).ConfigureAwait(false);
            events.Add(Event(1, position, end: position == 12 ? RunStatus.Canceled : null, minute: position));
            await journal.AppendAsync(new[] { events[^1] }).ConfigureAwait(false);
            await trial.CloseAsync(journal).ConfigureAwait(false);
        }

        var last = await trial.OpenAsync().ConfigureAwait(false);
        await trial.ExpectAsync(last, 1, events).ConfigureAwait(false);
        trial.ExpectEqual(
            new JournalEnd(RunStatus.Canceled, Noon.AddMinutes(12)), (await last.FindAsync(Id(1)).ConfigureAwait(false))?.End, "how the run ended");
    }

    public static async Task StoresLargeBatchesAsync(JournalTrial trial)
    {
        var journal = await trial.OpenAsync().ConfigureAwait(false);
        JournalEvent[] run = [.. Enumerable.Range(1, 6_000).Select(static position => Event(1, position))];
        JournalEvent[] runs = [.. Enumerable.Range(2, 1_500).Select(static number => Event(number, 1, minute: number))];
        JournalEvent[] large = [Event(2, 2, size: 3_000_000), Event(3, 2, size: 70_000)];
        await journal.AppendAsync(run).ConfigureAwait(false);
        await journal.AppendAsync(runs).ConfigureAwait(false);
        await journal.AppendAsync(large).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 1, run).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 2, [runs[0], large[0]]).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 3, [runs[1], large[1]]).ConfigureAwait(false);
        trial.ExpectEqual(1_501, (await ToListAsync(journal.ListAsync(new JournalQuery())).ConfigureAwait(false)).Count, "the number of runs");
    }

    public static async Task KeepsNoBufferAsync(JournalTrial trial)
    {
        var journal = await trial.OpenAsync().ConfigureAwait(false);
        var batch = new[] { Event(1, 1), Event(1, 2) };
        var expected = batch.ToArray();
        await journal.AppendAsync(batch).ConfigureAwait(false);
        // The array of events is used for the next batch; the bytes of each event stay as they are.
        Array.Fill(batch, Event(9, 9));
        await trial.ExpectAsync(journal, 1, expected).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 9).ConfigureAwait(false);
    }

    public static async Task AcceptsRepetitionAsync(JournalTrial trial)
    {
        var journal = await trial.OpenAsync().ConfigureAwait(false);
        JournalEvent[] batch = [Event(1, 1), Event(1, 2), Event(2, 1), Event(2, 2, end: RunStatus.Completed, minute: 1)];
        for (var time = 0; time < 3; time++)
            await journal.AppendAsync(batch).ConfigureAwait(false);
        await journal.AppendAsync(new[] { Event(1, 3) }).ConfigureAwait(false);
        await journal.AppendAsync(batch).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 1, [Event(1, 1), Event(1, 2), Event(1, 3)]).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 2, [Event(2, 1), Event(2, 2)]).ConfigureAwait(false);
        trial.ExpectEqual("2 1", await NumbersAsync(journal.ListAsync(new JournalQuery())).ConfigureAwait(false), "the runs");
    }

    public static async Task RefusesWhatDoesNotFollowAsync(JournalTrial trial)
    {
        var journal = await trial.OpenAsync().ConfigureAwait(false);
        await journal.AppendAsync(new[] { Event(1, 1), Event(1, 2), Event(2, 1), Event(2, 2, end: RunStatus.Completed) }).ConfigureAwait(false);
        await RefusedAsync("a gap", Event(3, 1), Event(1, 4)).ConfigureAwait(false);
        await RefusedAsync("a gap in the batch", Event(3, 1), Event(1, 3), Event(1, 5)).ConfigureAwait(false);
        await RefusedAsync("an event of a run that never started", Event(3, 1), Event(4, 2)).ConfigureAwait(false);
        await RefusedAsync("an event of a run that has ended", Event(3, 1), Event(2, 3)).ConfigureAwait(false);
        await RefusedAsync("an event behind an end in the batch", Event(3, 1), Event(1, 3, end: RunStatus.Failed), Event(1, 4)).ConfigureAwait(false);
        await journal.AppendAsync(new[] { Event(1, 3), Event(3, 1) }).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 1, [Event(1, 1), Event(1, 2), Event(1, 3)]).ConfigureAwait(false);

        async Task RefusedAsync(string what, params JournalEvent[] batch)
        {
            await trial.ExpectThrowsAsync<ArgumentException>(() => journal.AppendAsync(batch), what).ConfigureAwait(false);
            trial.ExpectEqual(null, await journal.FindAsync(Id(3)).ConfigureAwait(false), $"the start of run 3, refused along with {what}");
            await trial.ExpectAsync(journal, 1, [Event(1, 1), Event(1, 2)]).ConfigureAwait(false);
            await trial.ExpectAsync(journal, 2, [Event(2, 1), Event(2, 2)]).ConfigureAwait(false);
        }
    }

    public static async Task StoresNothingIfCanceledAsync(JournalTrial trial)
    {
        var fired = new CancellationToken(canceled: true);
        var journal = await trial.OpenAsync().ConfigureAwait(false);
        await journal.AppendAsync(new[] { Event(1, 1) }).ConfigureAwait(false);
        await trial.ExpectThrowsAsync<OperationCanceledException>(() => journal.AppendAsync(new[] { Event(1, 2) }, fired), "appending").ConfigureAwait(false);
        await trial.ExpectThrowsAsync<OperationCanceledException>(async () => await journal.FindAsync(Id(1), fired).ConfigureAwait(false), "finding").ConfigureAwait(false);
        await trial.ExpectThrowsAsync<OperationCanceledException>(
            async () => await journal.PruneAsync(DateTimeOffset.MaxValue, 0, fired).ConfigureAwait(false), "pruning").ConfigureAwait(false);
        await trial.ExpectThrowsAsync<OperationCanceledException>(
            async () =>
            {
                await foreach (var _ in journal.ReadAsync(Id(1), 0, fired).ConfigureAwait(false))
                    break;
            },
            "reading").ConfigureAwait(false);
        await trial.ExpectAsync(journal, 1, [Event(1, 1)]).ConfigureAwait(false);
    }

    public static async Task ReadsMeanwhileAsync(JournalTrial trial)
    {
        const int Count = 200;
        var journal = await trial.OpenAsync().ConfigureAwait(false);
        await journal.AppendAsync(new[] { Event(1, 1), Event(2, 1) }).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(ReadToEndAsync)).ToArray();
        for (var position = 2; position <= Count; position++)
            await journal.AppendAsync(new[] { Event(1, position), Event(2, position) }).ConfigureAwait(false);
        await Task.WhenAll(readers).ConfigureAwait(false);

        async Task ReadToEndAsync()
        {
            var before = 0;
            while (before < Count)
            {
                patience.Token.ThrowIfCancellationRequested();
                var read = await ReadAsync(journal, 1).ConfigureAwait(false);
                if (read.Count < before)
                    throw trial.Broken($"{before} events of a run were read, and then {read.Count}");
                trial.Expect(read, [.. Enumerable.Range(1, read.Count).Select(static position => Event(1, position))], 0, 1);
                // The other run is stored along with it.
                var other = await ReadAsync(journal, 2).ConfigureAwait(false);
                if (other.Count < read.Count)
                    throw trial.Broken($"a batch was seen in parts: {read.Count} events of one run, {other.Count} of the other");
                before = read.Count;
            }
        }
    }
}

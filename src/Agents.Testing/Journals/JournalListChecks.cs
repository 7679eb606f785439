using Agents.Journals;
using static Agents.Testing.JournalTrial;

namespace Agents.Testing;

/// <summary>Checks of which runs are listed, which are removed, and whose the store is.</summary>
internal static class JournalListChecks
{
    public static async Task ListsUnfinishedTreesAsync(JournalTrial trial)
    {
        var journal = await trial.OpenAsync().ConfigureAwait(false);
        await ExpectAsync("").ConfigureAwait(false);
        // Run 9 is the child of run 1, and 5 of 9, though it is listed by its root.
        await journal.AppendAsync(new[] { Event(1, 1), Event(4, 1, minute: 1) }).ConfigureAwait(false);
        await journal.AppendAsync(new[] { Event(9, 1, root: 1, minute: 2), Event(5, 1, root: 1, minute: 3) }).ConfigureAwait(false);
        await ExpectAsync("1 4 9 5").ConfigureAwait(false);
        await journal.AppendAsync(new[] { Event(1, 2, end: RunStatus.Completed, minute: 4), Event(9, 2, end: RunStatus.Failed, minute: 4) }).ConfigureAwait(false);
        await ExpectAsync("1 4 9 5").ConfigureAwait(false);
        await journal.AppendAsync(new[] { Event(4, 2, end: RunStatus.Canceled, minute: 5) }).ConfigureAwait(false);
        await ExpectAsync("1 9 5").ConfigureAwait(false);
        await journal.AppendAsync(new[] { Event(5, 2, end: RunStatus.Completed, minute: 6) }).ConfigureAwait(false);
        await ExpectAsync("").ConfigureAwait(false);

        async Task ExpectAsync(string expected) => trial.ExpectEqual(
            expected, await NumbersAsync(journal.ListUnfinishedAsync()).ConfigureAwait(false), "what has not finished");
    }

    public static async Task ListsByQueryAsync(JournalTrial trial)
    {
        var journal = await trial.OpenAsync().ConfigureAwait(false);
        await journal.AppendAsync(new[]
        {
            Event(1, 1), Event(2, 1, minute: 1, agent: "Other"), Event(3, 1, root: 1, minute: 2), Event(4, 1, minute: 3), Event(5, 1, root: 2, minute: 4, agent: "Other"),
        }).ConfigureAwait(false);
        await journal.AppendAsync(new[]
        {
            Event(1, 2, end: RunStatus.Completed, minute: 5), Event(2, 2, end: RunStatus.Failed, minute: 6), Event(3, 2, end: RunStatus.Canceled, minute: 7),
        }).ConfigureAwait(false);
        await ExpectAsync("5 4 3 2 1", new()).ConfigureAwait(false);
        await ExpectAsync("4 3 1", new() { Agent = "Agent" }).ConfigureAwait(false);
        await ExpectAsync("", new() { Agent = "agent" }).ConfigureAwait(false);
        await ExpectAsync("5 4", new() { Status = RunStatus.Running }).ConfigureAwait(false);
        await ExpectAsync("1", new() { Status = RunStatus.Completed }).ConfigureAwait(false);
        await ExpectAsync("2", new() { Status = RunStatus.Failed }).ConfigureAwait(false);
        await ExpectAsync("3", new() { Status = RunStatus.Canceled }).ConfigureAwait(false);
        await ExpectAsync("3 1", new() { Root = Id(1) }).ConfigureAwait(false);
        await ExpectAsync("4 2 1", new() { RootsOnly = true }).ConfigureAwait(false);
        await ExpectAsync("5 4 3", new() { StartedFrom = Noon.AddMinutes(2) }).ConfigureAwait(false);
        await ExpectAsync("2 1", new() { StartedBefore = Noon.AddMinutes(2) }).ConfigureAwait(false);
        await ExpectAsync("2", new() { StartedFrom = Noon.AddMinutes(1), StartedBefore = Noon.AddMinutes(4), Agent = "Other", RootsOnly = true }).ConfigureAwait(false);

        async Task ExpectAsync(string expected, JournalQuery query) =>
            trial.ExpectEqual(expected, await NumbersAsync(journal.ListAsync(query)).ConfigureAwait(false), $"the runs of {query}");
    }

    public static async Task PrunesByAgeAsync(JournalTrial trial)
    {
        var journal = await FillAsync(trial).ConfigureAwait(false);
        await PruneAsync(journal, Noon.AddMinutes(10), int.MaxValue).ConfigureAwait(false);
        await ExpectAsync(trial, journal, "6 5 4 3 2 1").ConfigureAwait(false);
        await PruneAsync(journal, Noon.AddMinutes(11), int.MaxValue).ConfigureAwait(false);
        await ExpectAsync(trial, journal, "6 5 4 3 2").ConfigureAwait(false);
        // The tree of run 2 finishes with its child, run 4; that of run 5 never.
        await PruneAsync(journal, Noon.AddMinutes(13), int.MaxValue).ConfigureAwait(false);
        await ExpectAsync(trial, journal, "6 5 4 2").ConfigureAwait(false);
        await PruneAsync(journal, DateTimeOffset.MaxValue, int.MaxValue).ConfigureAwait(false);
        await ExpectAsync(trial, journal, "6 5").ConfigureAwait(false);
        await trial.ExpectAsync(journal, 2).ConfigureAwait(false);
        await trial.ExpectAsync(journal, 5, [Event(5, 1), Event(5, 2)]).ConfigureAwait(false);
        // A run that is gone may be started anew, by its key.
        await journal.AppendAsync(new[] { Event(1, 1, minute: 30) }).ConfigureAwait(false);
        await ExpectAsync(trial, journal, "1 6 5").ConfigureAwait(false);
        await trial.ExpectAsync(journal, 1, [Event(1, 1)]).ConfigureAwait(false);
    }

    public static async Task PrunesByNumberAsync(JournalTrial trial)
    {
        var journal = await FillAsync(trial).ConfigureAwait(false);
        await PruneAsync(journal, DateTimeOffset.MinValue, 3).ConfigureAwait(false);
        await ExpectAsync(trial, journal, "6 5 4 3 2 1").ConfigureAwait(false);
        await PruneAsync(journal, DateTimeOffset.MinValue, 1).ConfigureAwait(false);
        await ExpectAsync(trial, journal, "6 5 4 2").ConfigureAwait(false);
        await PruneAsync(journal, DateTimeOffset.MinValue, 0).ConfigureAwait(false);
        await ExpectAsync(trial, journal, "6 5").ConfigureAwait(false);
    }

    public static async Task HasOneOwnerAsync(JournalTrial trial)
    {
        var owner = await trial.OpenAsync().ConfigureAwait(false);
        await owner.AppendAsync(new[] { Event(1, 1) }).ConfigureAwait(false);
        var other = trial.Make();
        try
        {
            await other.OpenAsync().ConfigureAwait(false);
        }
        catch (JournalOwnedException owned)
        {
            if (string.IsNullOrWhiteSpace(owned.Holder))
                throw trial.Broken("who is refused is not told who owns the store");
            // The owner still is.
            await owner.AppendAsync(new[] { Event(1, 2) }).ConfigureAwait(false);
            await trial.ExpectAsync(owner, 1, [Event(1, 1), Event(1, 2)]).ConfigureAwait(false);
            await trial.CloseAsync(owner).ConfigureAwait(false);
            var next = await trial.OpenAsync().ConfigureAwait(false);
            await next.AppendAsync(new[] { Event(1, 3) }).ConfigureAwait(false);
            return;
        }

        await trial.ExpectThrowsAsync<JournalOwnershipLostException>(
            () => owner.AppendAsync(new[] { Event(1, 2) }), "appending by who was the owner").ConfigureAwait(false);
        await trial.ExpectThrowsAsync<JournalOwnershipLostException>(
            async () => await owner.PruneAsync(DateTimeOffset.MaxValue, 0).ConfigureAwait(false), "pruning by who was the owner").ConfigureAwait(false);
        await trial.ExpectAsync(other, 1, [Event(1, 1)]).ConfigureAwait(false);
        await other.AppendAsync(new[] { Event(1, 2) }).ConfigureAwait(false);
        await trial.ExpectAsync(other, 1, [Event(1, 1), Event(1, 2)]).ConfigureAwait(false);
    }

    /// <summary>Removes, as the runtime does: as long as there is something to remove.</summary>
    public static async Task PruneAsync(RunJournal journal, DateTimeOffset finishedBefore, int keep)
    {
        while (await journal.PruneAsync(finishedBefore, keep).ConfigureAwait(false) > 0)
        {
        }
    }

    /// <summary>Trees that finish at minutes 10 (run 1), 12 (run 3), 14 (runs 2 and 4) and never (runs 5 and 6).</summary>
    private static async Task<RunJournal> FillAsync(JournalTrial trial)
    {
        var journal = await trial.OpenAsync().ConfigureAwait(false);
        await journal.AppendAsync(new[]
        {
            Event(1, 1), Event(2, 1, minute: 1), Event(3, 1, minute: 2), Event(4, 1, root: 2, minute: 3), Event(5, 1, minute: 4), Event(6, 1, root: 5, minute: 5),
            Event(5, 2),
        }).ConfigureAwait(false);
        await journal.AppendAsync(new[]
        {
            Event(1, 2, end: RunStatus.Completed, minute: 10), Event(2, 2, end: RunStatus.Failed, minute: 9), Event(3, 2, end: RunStatus.Canceled, minute: 12),
            Event(4, 2, end: RunStatus.Completed, minute: 14), Event(6, 2, end: RunStatus.Completed, minute: 6),
        }).ConfigureAwait(false);
        return journal;
    }

    private static async Task ExpectAsync(JournalTrial trial, RunJournal journal, string expected) =>
        trial.ExpectEqual(expected, await NumbersAsync(journal.ListAsync(new JournalQuery())).ConfigureAwait(false), "the runs that are left");
}
